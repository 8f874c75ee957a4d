# %% [markdown]
# # 五种更新方法赛跑 · A race of five optimisers
#
# <div lang="zh" markdown>
#
# SGD、Momentum、AdaGrad、RMSProp、Adam 站在同一条起跑线上：同样的网络，同样的初始权重，同样的小批量，只有更新的规则不同。谁先把损失降到线下？下载上面的笔记本，还可以派自己写的规则上场。
#
# - **需要先懂**：[五种方法各是怎样走的](../chapters/optimisation.md)。
# - **做完能做到**：公平地比较几种方法；看懂一张成绩表凭什么可信；写一个自己的更新规则。
#
# </div>
#
# <div lang="en" markdown>
#
# SGD, Momentum, AdaGrad, RMSProp and Adam stand at the same starting line: the same network, the same first weights, the same mini-batches; only the rule of the update differs. Who is the first to bring the loss below the mark? Download the notebook above, and you can also enter a rule of your own.
#
# - **You need**: [how each of the five moves](../chapters/optimisation.md).
# - **You will be able to**: compare rules fairly; tell why a table of results can be trusted; write an update rule of your own.
#
# </div>
#
# ## 规则 · The rules of the race {#rules}
#
# <div lang="zh" markdown>
#
# 每种方法用它在[验证数据上挑出来的学习率](../chapters/optimisation.md#digits)。跑 15 轮，也就是 225 次更新；三个种子，跑三次：只跑一次，输赢可能是运气。每一轮的成绩是这一轮 15 批损失的平均。
#
# </div>
#
# <div lang="en" markdown>
#
# Each runs at the learning rate [chosen for it on validation data](../chapters/optimisation.md#digits). The race goes over 15 epochs, which are 225 updates, and is run three times from three seeds: a single victory may be luck. The result of an epoch is the mean loss of its 15 batches.
#
# </div>

# %%
import matplotlib.pyplot as plt
import numpy as np
from mlbook import SGD, AdaGrad, Adam, Momentum, RMSProp
from mlbook import TwoLayerNet, load_digits, train

(x_train, t_train), (x_test, t_test) = load_digits()
epochs, seeds = 15, range(3)
print(epochs, "epochs of 15 batches are", 15 * epochs, "updates")


def run(optimizer, seed):
    """Return the mean loss of each epoch, and the accuracy on test data."""
    rng = np.random.default_rng(seed)
    net = TwoLayerNet(64, 50, 10, weight_init_std=1 / 8, rng=rng)
    data, updates = (x_train, t_train), 15 * epochs
    history = train(net, *data, updates=updates, optimizer=optimizer, rng=rng)
    losses = history.losses.reshape(epochs, 15).mean(axis=1)
    return losses, net.accuracy(x_test, t_test)


runners = {
    "SGD": lambda: SGD(lr=3),
    "Momentum": lambda: Momentum(lr=1),
    "AdaGrad": lambda: AdaGrad(lr=0.3),
    "RMSProp": lambda: RMSProp(lr=0.03),
    "Adam": lambda: Adam(lr=0.03),
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
# `runners` 里放的是造规则的函数，而不是规则本身：除了 SGD，另外四种都有记忆，每次比赛要换一个新的，否则第二次就会带着第一次的速度起跑。
#
# </div>
#
# <div lang="en" markdown>
#
# What `runners` holds are functions that make a rule, rather than rules. All but SGD, four of them, have a memory, so each race takes a new one; otherwise the second would start with the speed of the first.
#
# </div>
#
# ## 成绩 · Results {#results}

# %% 每一轮的平均损失：线是三次的几何平均，色带从最好到最差 · Mean loss of each epoch: the geometric mean of three runs, and a band from the best to the worst
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
        print(f"   {test.mean():.3f} ± {test.std():.3f}")


def picture():
    _, ax = plt.subplots(figsize=(7, 4.2))
    axis = np.arange(1, epochs + 1)
    for (name, curves), marker in zip(losses.items(), "os^Dvx", strict=False):
        middle = np.exp(np.log(curves).mean(axis=0))
        style = {"marker": marker, "markersize": 4, "label": name}
        (line,) = ax.semilogy(axis, middle, **style)
        low, high = curves.min(axis=0), curves.max(axis=0)
        ax.fill_between(axis, low, high, color=line.get_color(), alpha=0.2)
    ax.axhline(MARK, linestyle=":", color="#5f6576")
    ax.set(xlabel="epoch", ylabel="loss", xticks=range(1, epochs + 1, 2))
    ax.legend()
    plt.show()


table()
picture()

# %% [markdown]
# <div lang="zh" markdown>
#
# 三次的名次几乎一样：Momentum 五轮就过线，SGD 要十一轮以上，其余三种在中间。头尾两条色带隔得很远，可见这不是运气。
#
# 最后一列就不同了：测试精度的差别，与换个种子的差别（± 后面的数）一样大。跑得快，不等于学得好。
#
# </div>
#
# <div lang="en" markdown>
#
# The order is nearly the same in all three runs: Momentum is below the mark after five epochs, SGD needs eleven or more, and the other three are in between. The bands of the first and the last stay well apart: this is not luck.
#
# The last column tells another story. Its differences are as large as those that another seed makes (the number after ±). To be faster is not to learn better.
#
# </div>
#
# ## 不公平的比赛 · An unfair race {#unfair}
#
# <div lang="zh" markdown>
#
# 让所有方法都用 0.1 作学习率，看上去一视同仁，结果会怎样？
#
# </div>
#
# <div lang="en" markdown>
#
# Let all of them use a learning rate of 0.1. It seems even-handed; what comes of it?
#
# </div>

# %%
for rule in (SGD, Momentum, AdaGrad, RMSProp, Adam):
    last = [run(rule(lr=0.1), seed)[0][-1] for seed in seeds[:1]]
    print(f"{rule.__name__:8}  lr 0.1   last loss {last[0]:7.4f}")

# %% [markdown]
# <div lang="zh" markdown>
#
# 名次变了：Momentum 丢了第一，SGD 远远落在后面。变的不是方法，而是比法。看到“甲比乙好”的图，先问学习率是怎样定的。
#
# </div>
#
# <div lang="en" markdown>
#
# The order has changed: Momentum is no longer first, and SGD is left far behind. It is not the rules that changed but the comparison. When a figure says that one method beats another, ask how the learning rates were chosen.
#
# </div>
#
# ## 派自己的选手上场 · Enter your own runner {#your-own}
#
# <div lang="zh" markdown>
#
# 任何有 `update(params, grads)` 的对象都能参赛。举一个例子：只看梯度的正负号，不看大小，每一步都走同样的长度。
#
# </div>
#
# <div lang="en" markdown>
#
# Any object with `update(params, grads)` may enter. Here is one that heeds only the sign of each slope, never its size, and always steps equally far.
#
# </div>


# %% 新选手与原来的五个 · The newcomer and the five
class Sign:
    """Step by `lr` against the sign of each slope."""

    def __init__(self, lr):
        self.lr = lr

    def update(self, params, grads):
        """Change the parameters in place."""
        for key, slope in grads.items():
            params[key] -= self.lr * np.sign(slope)


results = [run(Sign(lr=0.03), seed) for seed in seeds]
losses["Sign"] = np.array([each for each, _ in results])
tests["Sign"] = np.array([accuracy for _, accuracy in results])
table()
picture()

# %% [markdown]
# <div lang="zh" markdown>
#
# 十行代码的规则居然与 SGD 不相上下。轮到你了：
#
# 1. 让 `Sign` 的步子随更新次数变短，比如除以 $\sqrt{n}$，它能追上谁？
# 2. 给 `Sign` 加上动量。
# 3. 把 `MARK` 改成 0.03，名次变不变？谁到不了？
#
# </div>
#
# <div lang="en" markdown>
#
# A rule of ten lines, and it keeps up with SGD. Your turn:
#
# 1. Let the steps of `Sign` shrink with the number of updates, divided by $\sqrt{n}$ for instance. Whom does it catch?
# 2. Give `Sign` momentum.
# 3. Change `MARK` to 0.03. Does the order change? Who never gets there?
#
# </div>
