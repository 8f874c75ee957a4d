# %% [markdown]
# # 比较两种梯度 · Two gradients compared
#
# <div lang="zh" markdown>
#
# 同一个网络，同一批数据，梯度有两种求法：数值微分逐个改变参数，反向传播一遍求出全部。它们有几位数字相同？时间相差多少？第一个问题的答案有些出人意料。
#
# - **需要先懂**：[中心差分](../chapters/differentiation.md#central-difference)和[梯度检验](../chapters/backpropagation.md#gradient-check)。
# - **做完能做到**：用“相同的位数”比较两个梯度；从曲线的形状判断误差的来源；说出数值微分慢多少。
#
# </div>
#
# <div lang="en" markdown>
#
# For one network and one batch there are two ways to the gradient: numerical differentiation changes one parameter after another, backpropagation finds all derivatives in one pass. To how many digits are they equal, and how much longer does the slow one take? The answer to the first question is somewhat surprising.
#
# - **You need**: the [central difference](../chapters/differentiation.md#central-difference) and the [gradient check](../chapters/backpropagation.md#gradient-check).
# - **You will be able to**: compare two gradients by the digits they share; tell from the shape of a curve where an error comes from; say how much slower numerical differentiation is.
#
# </div>
#
# ## 有几位相同 · Equal to how many digits? {#digits}
#
# <div lang="zh" markdown>
#
# 两个梯度最大的差，除以最大的偏导数，取以 10 为底的对数，再变号，就是相同的位数。例如相差万分之一，就是 4 位。步长 $h$ 从 $10^{-1}$ 缩小到 $10^{-9}$。
#
# </div>
#
# <div lang="en" markdown>
#
# Take the largest difference of the two gradients and divide it by the largest partial derivative. The logarithm to base 10, with its sign changed, is the number of digits they share: a difference of one ten-thousandth makes 4. The step $h$ shrinks from $10^{-1}$ to $10^{-9}$.
#
# </div>

# %%
import time

import matplotlib.pyplot as plt
import numpy as np
from mlbook import TwoLayerNet, load_digits, numerical_gradient, sigmoid

(x_train, t_train), _ = load_digits()
x, t = x_train[:20], t_train[:20]
net = TwoLayerNet(64, 5, 10, weight_init_std=0.5, rng=np.random.default_rng(0))
backward = net.gradient(x, t)
largest = max(np.abs(g).max() for g in backward.values())


def shared_digits(loss, h):
    """Compare the gradient of `loss`, by differences, with `backward`."""
    worst = 0
    for key, value in net.params.items():
        g = numerical_gradient(lambda _: loss(), value, h)
        worst = max(worst, np.abs(g - backward[key]).max())
    return -np.log10(worst / largest)


steps = 10.0 ** -np.arange(1, 10)
found = [shared_digits(lambda: net.loss(x, t), h) for h in steps]
for h, digits in zip(steps, found, strict=True):
    print(f"h = {h:.0e}   equal to {digits:.1f} digits")

# %% [markdown]
# <div lang="zh" markdown>
#
# 开头 $h$ 每缩小到十分之一，就多两位相同，这是[中心差分](../chapters/differentiation.md#error-against-h)的规律。但是不到六位就停住了，$h$ 从 $10^{-3}$ 缩小到 $10^{-8}$，位数不变（更小的 $h$ 才出现舍入误差）。如果原因是舍入误差，位数应该随 $h$ 变化；如果反向传播写错了，又不会有五位多相同。原因是什么？
#
# </div>
#
# <div lang="en" markdown>
#
# At first, each time $h$ falls to a tenth, two more digits agree, as is the rule for [central differences](../chapters/differentiation.md#error-against-h). But this stops short of six digits, and nothing changes while $h$ shrinks from $10^{-3}$ to $10^{-8}$ (rounding errors appear only for smaller $h$). Rounding would change with $h$; a mistake in the backward pass would not leave more than five digits right. What is the reason?
#
# </div>
#
# ## 原因 · The reason {#guard}
#
# <div lang="zh" markdown>
#
# 损失求的不是 $\ln y$，而是 $\ln(y + 10^{-7})$，这个小数是避免 $\ln 0$ 的保护（guard）。反向传播的 $y - t$ 里没有这一项。也就是说，两种方法求的是**两个略有不同的函数**的梯度。去掉这一项，直接由得分 $a$ 求 $\ln \sum_k e^{a_k} - a_t$，再比较一次。
#
# </div>
#
# <div lang="en" markdown>
#
# The loss does not take $\ln y$ but $\ln(y + 10^{-7})$; the small number is a guard against $\ln 0$. The $y - t$ of backpropagation lacks this term. So the two ways differentiate **two slightly different functions**. Leave the term out, compute $\ln \sum_k e^{a_k} - a_t$ from the scores $a$ themselves, and compare again.
#
# </div>


# %% 相同的位数随步长 $h$ 的变化：圆点去掉 1e-7，方块保留 · Shared digits against the step $h$: circles without the 1e-7, squares with it
def unguarded_loss():
    """Return the cross-entropy error without the 1e-7."""
    W1, b1, W2, b2 = net.params.values()
    a = sigmoid(x @ W1 + b1) @ W2 + b2
    a -= a.max(axis=1, keepdims=True)
    right = a[np.arange(len(t)), t]
    return np.mean(np.log(np.exp(a).sum(axis=1)) - right)


exact = [shared_digits(unguarded_loss, h) for h in steps]
print(f"with the guard     at most {max(found):.1f} digits")
print(f"without the guard  at most {max(exact):.1f} digits")

fig, ax = plt.subplots(figsize=(6, 3.6))
ax.semilogx(steps, exact, "o-", color="C0")
ax.semilogx(steps, found, "s--", color="C1")
ax.invert_xaxis()
ax.set(xlabel="$h$", ylim=(0, 11))
plt.show()

# %% [markdown]
# <div lang="zh" markdown>
#
# 去掉 $10^{-7}$ 以后，两种梯度约有九位相同，这是中心差分的极限：它的左边是截断误差，每格相差两位；右边是舍入误差，每格一位。
#
# 数值微分和反向传播都没有错。梯度检验不一致时，除了检查代码，还要检查两边是不是同一个函数。
#
# </div>
#
# <div lang="en" markdown>
#
# Without the $10^{-7}$ both gradients agree to about nine digits, which is the limit of central differences: to the left of the top the truncation error costs two digits a step, to the right the rounding error costs one.
#
# Neither way was wrong. When a gradient check fails, examine the code, and also whether both sides differentiate the same function.
#
# </div>
#
# ## 慢多少 · How much slower? {#cost}
#
# <div lang="zh" markdown>
#
# 先估计，再测量。数值微分为每个参数求两次损失；反向传播只要前向、反向各一遍，[最多相当于三遍前向](../chapters/backpropagation.md#cost)。所以 $P$ 个参数大约相差 $\frac{2P}{3}$ 倍。
#
# </div>
#
# <div lang="en" markdown>
#
# Estimate first, then measure. Numerical differentiation computes the loss twice for each parameter; backpropagation takes one pass each way, [equivalent to three forward passes at most](../chapters/backpropagation.md#cost). With $P$ parameters that makes a factor of about $\frac{2P}{3}$.
#
# </div>


# %%
class CountingNet(TwoLayerNet):
    """A network that counts how often its loss is evaluated."""

    calls = 0

    def loss(self, x, t):
        """Count, and return the loss."""
        self.calls += 1
        return super().loss(x, t)


def seconds(compute, rounds=1, repeats=1):
    """Return the time of a run, the mean over the quickest of some rounds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(repeats):
            compute(x, t)
        times.append((time.perf_counter() - start) / repeats)
    return min(times)


# %%
ratios = {}
print("hidden units   parameters   loss evaluations   2P / 3")
for hidden in (5, 10, 20):
    net = CountingNet(64, hidden, 10, rng=np.random.default_rng(0))

    def by_differences(x, t, net=net):
        for value in net.params.values():
            numerical_gradient(lambda _: net.loss(x, t), value)

    slow = seconds(by_differences)
    ratios[hidden] = slow / seconds(net.gradient, 10, 10)
    P = sum(value.size for value in net.params.values())
    print(f"{hidden:12}   {P:10}   {net.calls:16}   {2 * P / 3:6.0f}")
print("more than 50 times slower, every time:", min(ratios.values()) > 50)
print("the larger the network, the worse:", ratios[20] > ratios[5])

# %% [markdown]
# <div lang="zh" markdown>
#
# 慢几倍要看机器，所以这里没有输出；在自己的电脑上输出 `ratios`，与 $\frac{2P}{3}$ 比较。相差多吗？在小网络里，大部分时间用于调用函数，而不是乘法。
#
# 再试一试：
#
# 1. 把 `x, t` 换成 1 个样本、50 个样本，位数和倍数怎样变化？
# 2. 把 `weight_init_std` 改成 3，使网络对错误的答案更有把握。带 $10^{-7}$ 的那条曲线停在哪里？为什么更低？
# 3. 在 `backward` 里故意改错一个数，要改多少，位数才会下降？
#
# </div>
#
# <div lang="en" markdown>
#
# How many times slower it is depends on the machine, so it is not printed here. Print `ratios` on your own computer, and compare with $\frac{2P}{3}$. Is it far off? In a small network most of the time goes into function calls, and not into multiplications.
#
# Then try this:
#
# 1. Make `x, t` one sample, or 50. How do the digits and the ratios change?
# 2. Set `weight_init_std` to 3, so that the network is more confident in wrong answers. Where does the curve with $10^{-7}$ stop now, and why lower?
# 3. Change one number in `backward` to a wrong one. How large must the change be before the digits fall?
#
# </div>
