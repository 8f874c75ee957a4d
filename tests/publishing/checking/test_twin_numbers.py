import pytest

from mlbook.publishing.checking.twin_numbers import disagreement


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("三层，十几行", "three layers, a dozen lines"),
        ("一千七百九十七张", "1,797 pictures"),
        ("两万六千多倍", "more than twenty-six thousand times"),
        ("四千七百万个数，1.5 万张", "forty-seven million numbers, 15,000 pictures"),
        ("2 亿", "200 million"),
        ("四百九十七", "four hundred and ninety-seven"),
        ("二百二十三", "two hundred and twenty-three"),
        ("上千组，百倍", "a thousand sets, a hundred times"),
        ("第三行的四分之三", "three quarters of the third line"),
        ("三分之二", "two thirds"),
        ("九成", "nine in ten"),
        ("打七五折，打八折", "75 % of the price, 80 % of the price"),
        ("至少有一个 1，不都是 1", "at least one, and not both"),
        ("百分之五，90 %", "five per cent, ninety per cent"),
        ("万分之一，十万分之几", "a ten-thousandth, a few hundred-thousandths"),
        ("千分之五，百万分之三", "five thousandths, three millionths"),
        ("大十倍", "grows tenfold"),
        ("-2.5 与 784-50-10", "-2.5 and 784-50-10"),
        ("负 3，−3", "minus 3, -3"),
        ("几百、几十、四舍五入、三角形、统一成", "hundreds, tens, rounded, a triangle"),
        ("三四个", "three or four"),
        ("输出 1 或 0，两者，一起", "one or zero, both, another, together"),
        ("一半是 2", "half of it is two"),
        ("全是零和一", "nothing but 0 and 1"),
        ("前两百个", "the first two hundred"),
        ("两层，第二层在后", "two layers; the other is the second"),
        ("两千个", "two thousand"),
        ("后一层，快一倍，一半", "the second layer, twice as fast, half"),
        ("每秒四米", "4 metres per second"),
        ("差七个百分点", "seven percentage points apart"),
        ("头一百步里，十万个数", "the first hundred steps, the hundred thousand numbers"),
        ("星期三，三言两语", "On Wednesday, in a few words"),
        ("一一列出，两两相乘", "list them, in all pairs"),
        ("用到 1 次或 2 次", "used once or twice"),
        ("每秒一次，每秒十次", "once a second, ten times a second"),
        ("两三行，一两层", "Two or three lines, one or two layers"), ("一两个", "a few"),
        ("百分之百", "a hundred per cent"), ("百分之百", "100 %"),
        ("Python 3.11 或更新", "Python 3.11 or newer"),
    ],
)  # fmt: skip
def test_the_same_numbers_agree_however_they_are_written(zh, en):
    assert disagreement(zh, en) == ""


@pytest.mark.parametrize(
    ("zh", "en", "reason"),
    [
        ("三层", "two layers", "only the Chinese has 3"),
        ("共 97 张", "79 in all", "only the Chinese has 97 and only the English has 79"),
        ("输出 1", "gives 0", "only the Chinese has 1 and only the English has 0"),
        ("1.5 万", "1,500", "only the Chinese has 15,000 and only the English has 1,500"),
        (
            "两万",
            "two hundred thousand",
            "only the Chinese has 20,000 and only the English has 200",
        ),
        ("5 %", "5", "only the Chinese has 100"),
        ("四分之一", "a third", "only the Chinese has 4 and only the English has 3"),
        ("-3", "3", "only the Chinese has -3 and only the English has 3"),
        ("3 和 3", "3 and nothing", "only the Chinese has 3"),
        ("十五层", "fifty layers", "only the Chinese has 15 and only the English has 50"),
        ("0.905", "0.95", "only the Chinese has 0.905 and only the English has 0.95"),
        ("第五行", "the sixth line", "only the Chinese has 5 and only the English has 6"),
        ("九成", "eight in ten", "only the Chinese has 9 and only the English has 8"),
        ("一层", "two layers", "only the English has 2"),
        ("两层", "a layer", "only the Chinese has 2"),
        ("第一行", "the second line", "only the English has 2"),
    ],
)
def test_other_numbers_are_told(zh, en, reason):
    assert disagreement(zh, en).startswith(reason)
