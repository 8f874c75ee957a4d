import json
import re

from mlbook.publishing.chapters.reader import parse_chapter
from mlbook.publishing.site.finishing import finish_content
from mlbook.publishing.site.progress import FILE, keys_of_exercises, write_totals
from mlbook.publishing.site.rendering import render, renderer

EXERCISE = """### 甲 · A {{#exercise-{0}}}

```python title="start ★"
x = 0
```

```python title="check{1}"
assert x == 2, "小 · Small"
```

```python title="answer"
x = 2
```
"""


def test_the_keys_of_exercises_are_those_on_the_page_without_what_no_browser_can_run():
    exercises = [("a", ""), ("b", " needs processes"), ("c", "")]
    chapter = parse_chapter("\n".join(EXERCISE.format(*each) for each in exercises))
    page = render(chapter, renderer())
    finish_content(page, chapter, {}, {})
    keys = re.findall('data-key="([^"]+)"', str(page))
    assert len(keys) == 2
    assert keys_of_exercises(chapter) == keys


def test_the_totals_are_the_same_bytes_in_every_build(tmp_path):
    totals = {"chapters/b/": ["0123456789ab"], "chapters/a/": []}
    write_totals(tmp_path, totals)
    assert (tmp_path / FILE).read_bytes() == b'{"chapters/b/":["0123456789ab"],"chapters/a/":[]}'
    assert json.loads((tmp_path / FILE).read_text()) == totals
