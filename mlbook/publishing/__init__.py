"""The press: turns chapters into tests, figures and pages. The science never imports it."""
