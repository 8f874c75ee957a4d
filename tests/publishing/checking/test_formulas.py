import re

import pytest

from mlbook.publishing.checking.formulas import plain, with_exponents, wrong_results


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\frac56 + \dfrac{7}{89}", "(5)/(6) + (7)/(89)"),
        (r"x_{12}3 - x_1 0.5", "x_(12)3 - x_(1) 0.5"),
        (r"63{,}376 \times 63\,376", "63376 × 63376"),
        (r"-\,0.5, (-0.5), 1 -0.5, -\ln 0.5", "-0.5, ( -0.5), 1 - 0.5, - ⋅ 0.5"),
        (r"\left(0.9{}8\right)\%", "(0.98)%"),
        (r"\mathbf{0.98} + 0.\mathrm{9}8 + 9 9 . 8", "0.98 + 0.98 + 99.8"),
        (r"\sqrt{784}\text{ km}", "(784)^(1/2)( km)"),
        (r"\begin{aligned} x &= y \\ 987 &= z\end{aligned}", "x = y ;  987 = z"),
        (r"\begin{pmatrix} x \\ 987 \end{pmatrix}", "x  ⋅  987"),
        (r"2k + 3\times 10^{-4} + 10^6", "2  k + 3e-4 + 1e6"),
    ],
)
def test_latex_becomes_a_line_of_text(latex, text):
    assert plain(latex) == text


@pytest.mark.parametrize(
    "equation",
    [
        r"28 \times 28 = 784", r"784 = 28 \times 28", r"2^{-52} \approx 2.22 \times 10^{-16}",
        r"v = 0.5 \times (-0.2) - 0.1 \times 1.6 = -0.26", r"1500 \div 64 = 23.4\ldots",
        r"\frac{100 \times 0.6 + 50 \times 1.2}{150} = 0.80", r"\sqrt{784} = 28", r"3(1 + 4) = 15",
        r"\tfrac56 + \frac16 \cdot \frac1{10} = 0.85", r"2 - 3 = -1", r"2/3 \approx 0.667 = x",
        r"2/3 = 0.66\ldots", r"784 \times 50 + 560 = 39{,}760",
        r"\begin{aligned} a &= 28 \times 28 \\ &\approx 784 \end{aligned}",
    ],
)  # fmt: skip
def test_the_result_of_a_calculation_is_proved_by_it(equation):
    proved = [side for side in re.split("[=≈]", plain(equation)) if not side.strip()]
    assert len(proved) == 1


@pytest.mark.parametrize(
    "equation",
    [
        "28 \\times 28 = 785", "2/3 = 0.66", "0.987 = 0.987", "x = 0.987", "-0.987 = -0.987",
        "2^{10^9} = 1024", "9^{9^{9^9}} = 387", "1/0 = 987", "(-2)^{0.5} = 1.41", "2 + = 987",
        "1e999 + 1 = 987", "2,3 + 4 = 6.3", "a + 2 = 987", "() + 1 = 987", "2 + 2",
        "10^{999} + 1 = 10^{9999}", r"28 \times 28 = 784 + x", "987 < 2 + 2",
    ],
)  # fmt: skip
def test_no_other_side_is_proved(equation):
    assert all(side.strip() for side in re.split("[=≈]", plain(equation)))


@pytest.mark.parametrize(
    ("equation", "wrong"),
    [
        (r"28 \times 28 = 785", ["785"]), (r"784 \approx 28 + 28 = 57", ["784", "57"]),
        ("2/3 = 0.66", ["0.66"]), (r"2/3 = 0.67\ldots = x", []), ("0.1 + 0.2 = 0.3", []),
        ("1 + 1 = 10_2", []), ("x + 2 = 4", []), (r"3 \times 2 = 6\text{ km}", []), ("2 = 3", []),
        (r"\begin{aligned}a &= 2 + 2 \\&= 5\end{aligned}", ["5"]),
        (r"\begin{pmatrix} 1 & 2 + 3 \\ 6 & = 4 \end{pmatrix}", []),
        ("3 \\times 4 = 12 = 13", ["13"]), (r"L = 1 / 2 = 2 / 3", ["2 / 3"]),
        (r"1 / 3 \approx 0.33 = 33 / 100", []), (r"1 / 8 = \frac{1}{\sqrt{64}}", []),
        ("1 + 1 = 3, 2 + 2 = 4, x = 2 + 3", ["3"]), (r"a = 2 + 2 = 4 \quad b = 2 + 2 = 5", ["5"]),
        (r"\begin{aligned}a &= 1 + 1 = 3 \\ b &= 2 + 2 = 5\end{aligned}", ["3", "5"]),
        ("2 + 2 = 5 < 6", ["5"]), (r"2 - 1 = 1 - 1", ["1 - 1"]), (r"x \le 2 + 2 = 5", ["5"]),
        (r"1 / 3 = 0.34\ldots", ["0.34…"]), (r"-2 / 3 = -0.66\ldots", []),
        (r"-1 / 3 = 0.33\ldots", ["0.33…"]),
        (r"28 \times 28 \approx 800", []), (r"28 \times 28 \approx 790", ["790"]),
        (r"(3 \times 4)(4 \times 2) = 3 \times 2", []), (r"w \leftarrow 2 + 2 = 5", ["5"]),
        (r"28 \times 28 = 780 \approx 800", ["780"]), (r"800 \approx 28 \times 28 = x", []),
        (r"5 / 2 \approx 3", []), (r"0.84 / 1 \approx 0.80", ["0.80"]),
        (r"\begin{pmatrix} 1 \\ 1 + 1 \end{pmatrix} = 2\begin{pmatrix} 3 \\ 4 \end{pmatrix}", []),
        (r"\begin{aligned}a &= 1 + 1 & b &= 2 + 1 \\ &= 2 & &= 3\end{aligned}", []),
        ("1{,}500 / 3 = 5,000", ["5000"]), (r"9 / 20 = 45\%", []), (r"9 / 20 = 54\,\%", ["54%"]),
    ],
)  # fmt: skip
def test_a_wrong_result_is_found(equation, wrong):
    assert wrong_results(equation) == wrong


@pytest.mark.parametrize(
    ("text", "power"),
    [
        ("3 × 10⁸", "3e8"), ("3·10^-8", "3e-8"), ("10⁻⁴", "1e-4"), ("3 × 10^(12)", "3e12"),
        ("110²", "110^2"), ("x^10^2", "x^10^2"), ("(2)10^2", "(2)10^2"), ("2 × 10", "2 × 10"),
    ],
)  # fmt: skip
def test_a_power_of_ten_becomes_an_exponent(text, power):
    assert with_exponents(text) == power
