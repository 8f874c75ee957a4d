# %% [markdown]
# # 两种梯度对一对 · Two gradients compared
#
# <div lang="zh" markdown>
#
# 同一个网络，同一批数据，梯度有两种求法：数值微分一个参数一个参数地试，反向传播一遍全部算出来。它们相同到第几位？又差多少时间？第一个问题里藏着一桩小案子。
#
# - **需要先懂**：[中心差分](../chapters/differentiation.md#central-difference)和[梯度检验](../chapters/backpropagation.md#gradient-check)。
# - **做完能做到**：用“相同的位数”衡量两个梯度；从曲线的形状看出误差从哪里来；说清楚数值微分慢多少。
#
# </div>
#
# <div lang="en" markdown>
#
# For one network and one batch there are two ways to the gradient: numerical differentiation tries one parameter after another, backpropagation computes them all in one pass. To how many digits are they equal, and how much longer does the slow one take? Behind the first question there is a little mystery.
#
# - **You need**: the [central difference](../chapters/differentiation.md#central-difference) and the [gradient check](../chapters/backpropagation.md#gradient-check).
# - **You will be able to**: measure two gradients by the digits they share; tell from the shape of a curve where an error comes from; say how much slower numerical differentiation is.
#
# </div>
#
# ## 相同到第几位 · Equal to how many digits? {#digits}
#
# <div lang="zh" markdown>
#
# 两个梯度相差最大的地方，与最大的梯度相比，是多小的一个比？取以 10 为底的对数，再变号，就是相同的位数。比如相差万分之一，就是 4 位。步长 $h$ 从 $10^{-1}$ 一直缩小到 $10^{-10}$。
#
# </div>
#
# <div lang="en" markdown>
#
# Take the largest difference of the two gradients, as a share of the largest slope. Its logarithm to base 10, with the sign turned, is the number of digits they share: a difference of one ten-thousandth makes 4. The step $h$ shrinks from $10^{-1}$ to $10^{-10}$.
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
largest = max(np.abs(slope).max() for slope in backward.values())


def shared_digits(loss, h):
    """Compare the gradient of `loss`, by differences, with `backward`."""
    worst = 0
    for key, value in net.params.items():
        slope = numerical_gradient(lambda _: loss(), value, h)
        worst = max(worst, np.abs(slope - backward[key]).max())
    return -np.log10(worst / largest)


steps = 10.0 ** -np.arange(1, 11)
found = [shared_digits(lambda: net.loss(x, t), h) for h in steps]
for h, digits in zip(steps, found, strict=True):
    print(f"h = {h:.0e}   equal to {digits:.1f} digits")

# %% [markdown]
# <div lang="zh" markdown>
#
# 开头每把 $h$ 缩小到十分之一，就多出两位，这正是[中心差分](../chapters/differentiation.md#error-against-h)的规律。可是不到六位就停住了，$h$ 从 $10^{-3}$ 缩小到 $10^{-8}$，一动不动（再往下才轮到舍入误差）。若是舍入误差，应该随 $h$ 变化；若是反向传播写错了，又不会对到五位多。谁在作怪？
#
# </div>
#
# <div lang="en" markdown>
#
# At first every tenth of $h$ yields two more digits, as is the way of [central differences](../chapters/differentiation.md#error-against-h). But short of six it stops and does not move while $h$ shrinks from $10^{-3}$ to $10^{-8}$ (only further down does rounding set in). Rounding would change with $h$; a mistake in the backward pass would not leave more than five digits right. Who is to blame?
#
# </div>
#
# ## 嫌疑人 · The suspect {#guard}
#
# <div lang="zh" markdown>
#
# 损失里有一个小小的保护：算的不是 $\ln y$，而是 $\ln(y + 10^{-7})$，免得遇上 $\ln 0$。反向传播的 $y - t$ 里没有它。也就是说，两种方法求的是**两个略有不同的函数**的梯度。把保护去掉，直接从得分 $a$ 算 $\ln \sum_k e^{a_k} - a_t$，再比一次。
#
# </div>
#
# <div lang="en" markdown>
#
# The loss has a small guard: in place of $\ln y$ it takes $\ln(y + 10^{-7})$, so as never to meet $\ln 0$. The $y - t$ of backpropagation knows nothing of it. The two ways, then, differentiate **two slightly different functions**. Take the guard away, compute $\ln \sum_k e^{a_k} - a_t$ from the scores $a$ themselves, and compare again.
#
# </div>


# %% 相同的位数随步长的变化 · Shared digits against the step
def unguarded_loss():
    """Return the cross-entropy error, without a guard."""
    W1, b1, W2, b2 = net.params.values()
    a = sigmoid(x @ W1 + b1) @ W2 + b2
    a -= a.max(axis=1, keepdims=True)
    right = a[np.arange(len(t)), t]
    return np.mean(np.log(np.exp(a).sum(axis=1)) - right)


exact = [shared_digits(unguarded_loss, h) for h in steps]
print(f"with the guard     at most {max(found):.1f} digits")
print(f"without the guard  at most {max(exact):.1f} digits")

fig, ax = plt.subplots(figsize=(6.4, 3.6))
ax.semilogx(steps, exact, "o-", label="without the guard")
ax.semilogx(steps, found, "s--", label="with the guard")
ax.invert_xaxis()
ax.set(xlabel="h", ylabel="digits", ylim=(0, 11))
ax.legend()
plt.show()

# %% [markdown]
# <div lang="zh" markdown>
#
# 破案了。没有保护，两种梯度相同到大约九位，那才是中心差分的极限：再往左是截断误差，每格两位；再往右是舍入误差，每格一位。
#
# 数值微分和反向传播都没有错，它们忠实地回答了各自的问题。梯度检验对不上时，除了怀疑代码，也要问一句：两边求的是同一个函数吗？
#
# </div>
#
# <div lang="en" markdown>
#
# Solved. Without the guard both gradients agree to about nine digits, which is as far as central differences go: to the left of the top it is truncation that costs two digits a step, to the right it is rounding that costs one.
#
# Neither way was wrong; each answered its own question faithfully. When a gradient check does not come out, suspect the code, but ask as well whether both sides differentiate the same function.
#
# </div>
#
# ## 慢多少 · How much slower? {#cost}
#
# <div lang="zh" markdown>
#
# 先数，再量。数值微分每个参数要算两遍损失；反向传播只要前向、反向各一遍，[抵得上三遍前向](../chapters/backpropagation.md#cost)。所以 $P$ 个参数大约差 $\frac{2P}{3}$ 倍。
#
# </div>
#
# <div lang="en" markdown>
#
# Count first, then measure. Numerical differentiation evaluates the loss twice for each parameter; backpropagation takes one pass each way, [worth three forward passes](../chapters/backpropagation.md#cost). With $P$ parameters that makes a factor of about $\frac{2P}{3}$.
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


def seconds(compute, repeats):
    """Return the processor time of the shortest of some runs."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        compute(x, t)
        times.append(time.process_time() - start)
    return min(times)


ratios = {}
print("hidden units   parameters   loss evaluations   2P / 3")
for hidden in (5, 10, 20):
    net = CountingNet(64, hidden, 10, rng=np.random.default_rng(0))

    def by_differences(x, t, net=net):
        for value in net.params.values():
            numerical_gradient(lambda _: net.loss(x, t), value)

    slow = seconds(by_differences, 1)
    ratios[hidden] = slow / seconds(net.gradient, 100)
    P = sum(value.size for value in net.params.values())
    print(f"{hidden:12}   {P:10}   {net.calls:16}   {2 * P / 3:6.0f}")
print("more than 50 times slower, every time:", min(ratios.values()) > 50)
print("the larger the network, the worse:", ratios[20] > ratios[5])

# %% [markdown]
# <div lang="zh" markdown>
#
# 具体慢几倍，要看机器，所以这里没有印出来；在自己的电脑上，把 `ratios` 印出来，与 $\frac{2P}{3}$ 比一比。差得远吗？小网络里，大部分时间花在调用函数上，而不是在做乘法。
#
# 然后试试：
#
# 1. 把 `x, t` 换成 1 个样本、50 个样本，位数和倍数各怎样变？
# 2. 把 `weight_init_std` 改成 3，让网络错得自信一些。有保护的那条曲线停在哪里？为什么更低？
# 3. 在 `backward` 里故意改错一个数，要改多少，位数才会掉下来？
#
# </div>
#
# <div lang="en" markdown>
#
# How many times slower it is depends on the machine, so it is not printed here. Print `ratios` on your own computer, and compare with $\frac{2P}{3}$. Is it far off? In a small network most of the time goes into calling functions, not into multiplying.
#
# Then try this:
#
# 1. Make `x, t` one sample, or 50. What becomes of the digits, and of the ratios?
# 2. Set `weight_init_std` to 3, so that the network is more confident in its mistakes. Where does the guarded curve stop now, and why lower?
# 3. Falsify one number in `backward`. By how much, before the digits drop?
#
# </div>
