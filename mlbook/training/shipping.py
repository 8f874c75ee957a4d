"""What of the records readers get: all but the losses of each update, which few pages show.

It is read when the package is built, where nothing is installed: it imports no other module of it.
"""

import json

WITH_LOSSES = ("mnist-numerical", "mnist-seed-0")  # a page compares them update by update


def shipped(name: str, text: str) -> str:
    """Return the record `name` as the wheel and the reader's browser have it.

    Parameters
    ----------
    name : str
        Of its folder below ``mlbook/records``.
    text : str
        Its JSON; a record without losses is left as it is.

    Examples
    --------
    >>> from mlbook.training.shipping import shipped
    >>> print(shipped("mnist-seed-1", '{"updates": 2, "losses": [2, 1]}'))
    {"updates": 2, "losses": null}
    """
    fields = json.loads(text)
    if name in WITH_LOSSES or "losses" not in fields:
        return text
    return json.dumps(fields | {"losses": None}, ensure_ascii=False)
