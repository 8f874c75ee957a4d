# %% [markdown]
# # 五种更新方法赛跑 · A race of five optimisers
#
# <div lang="zh" markdown>
#
# 比较 SGD、Momentum、AdaGrad、RMSProp 和 Adam：网络、初值、小批量都相同，只有更新方法不同。哪一种最先把损失降到 0.1 以下？这些都可以在这一页里运行、改动，还可以加入自己写的更新方法。
#
# - **需要先懂**：[五种更新方法](../chapters/optimisation.md)。
# - **做完能做到**：公平地比较几种方法；判断一张成绩表是否可信；写一个自己的更新方法。
#
# </div>
#
# <div lang="en" markdown>
#
# Compare SGD, Momentum, AdaGrad, RMSProp and Adam: the same network, the same initial weights, the same mini-batches; only the update rule differs. Which is the first to bring the loss below 0.1? You can run and change all of it in this page, and add an update rule of your own.
#
# - **You need**: [the five update rules](../chapters/optimisation.md).
# - **You will be able to**: compare rules fairly; judge whether a table of results can be trusted; write an update rule of your own.
#
# </div>
#
# ## 规则 · The rules of the race {#rules}
#
# <div lang="zh" markdown>
#
# 每种方法用它在[验证数据上选出的学习率](../chapters/optimisation.md#digits)，训练 14 轮，也就是 210 次更新。用五个种子各训练一次，因为一次的胜负可能是偶然。每一轮的成绩是这一轮 15 批损失的平均。
#
# </div>
#
# <div lang="en" markdown>
#
# Each rule uses the learning rate [chosen for it on validation data](../chapters/optimisation.md#digits), and trains for 14 epochs, which are 210 updates. Each trains once for each of five seeds, because a single win may be luck. The result of an epoch is the mean loss of its 15 batches.
#
# </div>

# %%
import matplotlib.pyplot as plt
import numpy as np
from mlbook import SGD, AdaGrad, Adam, Momentum, RMSProp
from mlbook import TwoLayerNet, load_digits, train

(x_train, t_train), (x_test, t_test) = load_digits()
epochs, seeds = 14, range(5)
print(epochs, "epochs of 15 batches are", 15 * epochs, "updates")


def run(optimizer, seed):
    """Return the mean loss of each epoch, and the accuracy on test data."""
    rng = np.random.default_rng(seed)
    net = TwoLayerNet(64, 30, 10, weight_init_std=1 / 8, rng=rng)
    data, updates = (x_train, t_train), 15 * epochs
    history = train(net, *data, updates=updates, optimizer=optimizer, rng=rng)
    losses = history.losses.reshape(epochs, 15).mean(axis=1)
    return losses, net.accuracy(x_test, t_test)


# %%
runners = {
    "SGD": lambda: SGD(lr=3),
    "Momentum": lambda: Momentum(lr=1),
    "AdaGrad": lambda: AdaGrad(lr=0.3),
    "RMSProp": lambda: RMSProp(lr=0.03),
    "Adam": lambda: Adam(lr=0.1),
}
losses, tests = {}, {}
for name, make in runners.items():
    results = [run(make(), seed) for seed in seeds]
    losses[name] = np.array([each for each, _ in results])
    tests[name] = np.array([accuracy for _, accuracy in results])
    print(f"{name:8} has finished all {len(results)} runs")

# %% [markdown]
# <div lang="zh" markdown>
#
# `runners` 里是创建优化器的函数，而不是优化器本身。除了 SGD，另外四种都保存状态，每次训练都要创建新的，否则第二次训练会带着第一次的速度开始。
#
# </div>
#
# <div lang="en" markdown>
#
# `runners` holds functions that create an optimiser, and not the optimisers themselves. The four other than SGD keep a state, so every training needs a new one; otherwise the second would start with the velocity of the first.
#
# </div>
#
# ## 成绩 · Results {#results}

# %%
MARK = 0.1


def epochs_to(mark, curves):
    """Return in which epoch each run is below `mark`; nan if in none."""
    below = curves < mark
    return np.where(below.any(axis=1), below.argmax(axis=1) + 1, np.nan)


def table():
    print(f"{'':8}  epochs until loss < {MARK}   last loss   test accuracy")
    for name in sorted(losses, key=lambda name: losses[name][:, -1].mean()):
        needed = "  ".join(f"{n:2.0f}" for n in epochs_to(MARK, losses[name]))
        last, test = losses[name][:, -1].mean(), tests[name]
        print(f"{name:8}  {needed:19}{last:11.4f}", end="")
        print(f"   {test.mean():.3f} ± {test.std(ddof=1):.3f}")


# %% 第 $n$ 轮的平均损失 $L$：线是五次的几何平均，色带从最好到最差，虚线是 0.1 · Mean loss $L$ of epoch $n$: the geometric mean of five runs, a band from the best to the worst, and a dotted line at 0.1
def picture():
    _, ax = plt.subplots(figsize=(6, 4.5))
    axis = np.arange(1, epochs + 1)
    sides = {"SGD": "bottom", "AdaGrad": "top", "RMSProp": "top"}
    for i, (name, curves) in enumerate(losses.items()):
        middle = np.exp(np.log(curves).mean(axis=0))
        low, high = curves.min(axis=0), curves.max(axis=0)
        ax.semilogy(axis, middle, color=f"C{i}")
        ax.fill_between(axis, low, high, color=f"C{i}", alpha=0.2)
        side = sides.get(name, "center")
        ax.text(epochs + 0.2, middle[-1], name, color=f"C{i}", va=side)
    ax.axhline(MARK, linestyle=":", color="gray")
    ax.set(xlabel="$n$", ylabel="$L$", xlim=(1, epochs + 4))
    plt.show()


table()
picture()

# %% [markdown]
# <div lang="zh" markdown>
#
# 五个种子的结果相近：Adam 和 Momentum 只要五六轮，SGD 要十二轮以上，其余两种在中间。最快和最慢的色带相隔很远，这不是偶然。
#
# 最后一列的名次不同：SGD 的损失最高，平均的测试准确率却排在第二，± 后面是种子之间的标准差。损失降得快，[最后不一定更好](../chapters/optimisation.md#mnist)。
#
# </div>
#
# <div lang="en" markdown>
#
# The five seeds give similar results: Adam and Momentum need only five or six epochs, SGD twelve or more, and the other two are in between. The bands of the fastest and the slowest are far apart, so this is not chance.
#
# The order in the last column is different: the loss of SGD is the highest, but its mean test accuracy comes second; after ± is the standard deviation between seeds. A loss that falls faster is [not necessarily better in the end](../chapters/optimisation.md#mnist).
#
# </div>
#
# ## 不公平的比赛 · An unfair race {#unfair}
#
# <div lang="zh" markdown>
#
# 让所有方法都用学习率 0.1（这里只用种子 0），看上去很公平。结果会怎样？
#
# </div>
#
# <div lang="en" markdown>
#
# Let all of them use a learning rate of 0.1 (here with seed 0 only), which seems fair. What is the result?
#
# </div>

# %%
for rule in (SGD, Momentum, AdaGrad, RMSProp, Adam):
    last = [run(rule(lr=0.1), seed)[0][-1] for seed in seeds[:1]]
    print(f"{rule.__name__:8}  lr 0.1   last loss {np.mean(last):7.4f}")

# %% [markdown]
# <div lang="zh" markdown>
#
# 名次变了：Momentum 落到 AdaGrad 后面，SGD 几乎没有学。方法没有变，变的是学习率：0.1 正是为 Adam 选的，对 SGD 和 Momentum 太小。看到“甲比乙好”的图，先看学习率是怎样选的。
#
# </div>
#
# <div lang="en" markdown>
#
# The order has changed: Momentum is behind AdaGrad, and SGD has hardly learned. The rules are the same; the learning rates are not: 0.1 is the one chosen for Adam, and too small for SGD and Momentum. When a figure says that one method is better than another, look first at how the learning rates were chosen.
#
# </div>
#
# ## 加入自己的更新方法 · Add your own rule {#your-own}
#
# <div lang="zh" markdown>
#
# 任何有 `update(params, grads)` 的对象都可以参加比较。举一个例子：只看梯度的正负号，不看大小，每次都改变同样的量。
#
# </div>
#
# <div lang="en" markdown>
#
# Any object with `update(params, grads)` can take part. Here is one that uses only the sign of the gradient, not its size, and always changes by the same amount.
#
# </div>


# %% 新方法与原来的五种 · The new rule and the five
class Sign:
    """Step by `lr` against the sign of the gradient."""

    def __init__(self, lr):
        self.lr = lr

    def update(self, params, grads):
        """Change the parameters in place."""
        for name, g in grads.items():
            params[name] -= self.lr * np.sign(g)


results = [run(Sign(lr=0.03), seed) for seed in seeds]
losses["Sign"] = np.array([each for each, _ in results])
tests["Sign"] = np.array([accuracy for _, accuracy in results])
table()
picture()

# %% [markdown]
# <div lang="zh" markdown>
#
# 十行代码的方法，与 SGD 差不多快，但它的学习率没有在验证数据上选过，这个比较并不公平。可以继续试：
#
# 1. 在验证数据上为 `Sign` 选一个学习率。
# 2. 让 `Sign` 的步长随更新次数缩短，例如除以 $\sqrt{n}$，它能赶上哪一种？
# 3. 把 `MARK` 改成 0.03，名次变不变？哪几种达不到？
#
# </div>
#
# <div lang="en" markdown>
#
# A rule of ten lines is about as fast as SGD, but its learning rate was not chosen on validation data, so this comparison is not fair. Try more:
#
# 1. Choose a learning rate for `Sign` on validation data.
# 2. Let the steps of `Sign` shrink with the number of updates, divided by $\sqrt{n}$ for instance. Which rule does it catch up with?
# 3. Change `MARK` to 0.03. Does the order change? Which rules do not get there?
#
# </div>
