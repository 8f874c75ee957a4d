from mlbook.publishing.search.sections import CODE, FORMULA, TITLE, sections_of

PAGE = """
<h1 id="x"><span lang="zh">第 2 章 坡</span><span class="dot"> · </span><span lang="en">Chapter 2: \
Slope</span><a class="headerlink" href="#x">#</a></h1>
<p class="offers">download</p>
<div class="twins"><div lang="zh"><p>坡<b>陡</b>。</p></div><div lang="en"><p>It is steep.</p>
<p>Very.</p></div></div>
<h2 id="code"><span lang="zh">选读：代码</span><span lang="en">Optional: code</span></h2>
<div class="language-python highlight"><pre><code>def slope(x):
    return total</code></pre></div>
<div class="language-text highlight"><pre><code>printed</code></pre></div>
<p>12 <math><mi>y</mi></math>, 13</p><div class="formula"><math><mi>z</mi></math></div>
<footer>made with</footer>
"""


def test_a_page_is_parted_at_its_headings_and_its_languages():
    first, second = sections_of(PAGE)
    assert (first.id, first.titles) == ("", ["第 2 章 坡", "Chapter 2: Slope"])
    assert first.texts == ["坡陡。", "It is steep. Very."]
    assert (second.id, second.titles) == ("code", ["选读：代码", "Optional: code"])


def test_the_names_of_a_section_are_its_titles_without_number_and_mark():
    assert [each.names for each in sections_of(PAGE)] == [["坡", "slope"], ["代码", "code"]]


def test_formulas_in_a_line_are_kept_and_displayed_ones_left_out():
    section = sections_of(PAGE)[1]
    assert section.texts == [f"12 {FORMULA}, 13"] * 2
    assert section.formulas == [["<math><mi>y</mi></math>"]] * 2


def test_code_counts_less_than_text_what_it_defines_more_and_outputs_nothing():
    counts = sections_of(PAGE)[1].counts
    assert counts["return"] == CODE
    assert counts["slope"] == CODE + TITLE
    assert counts["12"] == 1
    assert not {"x", "printed", "made", "download"} & {*counts}


def test_a_text_for_both_languages_is_counted_once():
    (section,) = sections_of("<p>AdaGrad</p>")
    assert section.texts == ["AdaGrad", "AdaGrad"]
    assert section.counts == {"adagrad": 1}
