# %% [markdown]
# # 观察训练 · Watching a network train
#
# <div lang="zh" markdown>
#
# 训练一个网络识别手写数字，每过两轮更新一次曲线和进度。按上面的**运行整个实验**，就在这一页里运行，可以一边训练一边看曲线。改变第一段代码里的四个数，再运行一次，看看结果怎样变化。
#
# - **需要先懂**：[训练一个网络](../chapters/training.md)。
# - **做完能看出**：损失和准确率怎样一起变化；隐藏单元对图的哪些部分有反应；网络对哪些图没有把握。
#
# </div>
#
# <div lang="en" markdown>
#
# Train a network to read handwritten digits, with curves and a progress bar that are updated every second epoch. Press **Run the whole lab** above: it runs in this page, and you watch the curves during training. Then change the four numbers of the first cell, run it again, and see how the result changes.
#
# - **You need**: [training a network](../chapters/training.md).
# - **You will see**: how loss and accuracy change together; which parts of an image a hidden unit responds to; for which images the network is unsure.
#
# </div>
#
# ## 数据和四个设置 · The data and four settings {#knobs}
#
# <div lang="zh" markdown>
#
# 隐藏单元的个数、学习率、训练的轮数、随机数的种子：这四个数决定后面的结果。四个数都相同，结果就完全相同。
#
# </div>
#
# <div lang="en" markdown>
#
# The number of hidden units, the learning rate, the number of epochs and the seed of the random numbers: these four numbers determine what follows. The same four give exactly the same result.
#
# </div>

# %% 训练数据的前 20 张 · The first 20 of the training data
import matplotlib.pyplot as plt
import numpy as np
from IPython.display import clear_output
from mlbook import SGD, TwoLayerNet, load_digits, train

hidden, lr, epochs, seed = 50, 1.0, 20, 0

(x_train, t_train), (x_test, t_test) = load_digits()
print(len(x_train), "digits to learn from,", len(x_test), "to be tested on")

fig, axes = plt.subplots(2, 10, figsize=(6, 1.6))
for ax, x, t in zip(axes.flat, x_train, t_train, strict=False):
    ax.imshow(x.reshape(8, 8), cmap="gray_r")
    ax.set_title(t, fontsize=9)
    ax.axis("off")
plt.show()

# %% [markdown]
# ## 训练 · Training {#training}
#
# <div lang="zh" markdown>
#
# `train` 每更新一次，就用更新的次数和这一批的损失调用 `callback`。这里的 `look` 记录损失；每一轮结束时计算两个准确率；每两轮清除旧图，输出进度，画出新图。
#
# </div>
#
# <div lang="en" markdown>
#
# After every update, `train` calls `callback` with its number and the loss of the batch. Here this is `look`, which records the losses; at the end of an epoch it computes both accuracies, and after every second one it clears the old figure, prints the progress and draws a new one.
#
# </div>

# %%
rng = np.random.default_rng(seed)
net = TwoLayerNet(64, hidden, 10, rng=rng)
per_epoch = 15  # 1500 digits in batches of 100
losses, right = [], []


def measure():
    seen = net.accuracy(x_train, t_train)
    right.append((seen, net.accuracy(x_test, t_test)))


# %%
def look(update, loss):
    losses.append(loss)
    if update % per_epoch:
        return
    measure()
    epoch = update // per_epoch
    if epoch % 2 and epoch != epochs:
        return
    clear_output(wait=True)
    bar = "#" * epoch + "." * (epochs - epoch)
    print(f"[{bar}] epoch {epoch} of {epochs}")
    seen, unseen = right[-1]
    print(f"loss {loss:.3f}  training {seen:.3f}  test {unseen:.3f}")
    _, (top, bottom) = plt.subplots(2, figsize=(6, 5.6))
    top.plot(losses)
    top.set(ylabel="$L$", xlim=(0, epochs * per_epoch), ylim=(0, 2.6))
    for accuracies, style in zip(np.transpose(right), ("o-", "^-")):
        bottom.plot(accuracies, style, markersize=3)
    bottom.set(xlim=(0, epochs), ylim=(0, 1), xticks=range(0, epochs + 1, 5))
    plt.show()


# %% 上：每次更新的损失；下：每一轮以后的准确率，圆点是训练数据，三角是测试数据 · Above: the loss of each update; below: the accuracy after each epoch, circles for training data, triangles for test data
measure()
settings = {"optimizer": SGD(lr=lr), "updates": epochs * per_epoch}
history = train(net, x_train, t_train, **settings, rng=rng, callback=look)

# %% [markdown]
# <div lang="zh" markdown>
#
# 开头有一段几乎不变：权重还很小，网络对所有数字的输出几乎相同。随后损失迅速下降，准确率迅速上升，再往后变化越来越慢。两条准确率曲线之间的距离，就是[泛化差距](../chapters/training.md#accuracy)。
#
# </div>
#
# <div lang="en" markdown>
#
# At first there is little change: the weights are small, and the network gives nearly the same output for all digits. Then the loss falls and the accuracy rises quickly, and both slow down. The distance between the two curves of accuracy is the [generalisation gap](../chapters/training.md#accuracy).
#
# </div>
#
# ## 隐藏单元对什么有反应 · What hidden units respond to {#weights}
#
# <div lang="zh" markdown>
#
# 进入一个隐藏单元的权重有 64 个，排成 8×8，就是一张图。笔画落在红色的地方，单元的输出就增大；落在蓝色的地方，输出就减小。
#
# </div>
#
# <div lang="en" markdown>
#
# The weights that enter a hidden unit are 64 numbers; arranged 8×8, they are an image. Ink where it is red raises the output of the unit, and ink where it is blue lowers it.
#
# </div>

# %% 进入 20 个隐藏单元的权重，从最强的开始 · The weights that enter 20 hidden units, from the strongest on
W1 = net.params["W1"]
strongest = (W1**2).sum(axis=0).argsort()[::-1]
limit = np.abs(W1).max()
fig, axes = plt.subplots(2, 10, figsize=(6, 1.4))
for ax in axes.flat:
    ax.axis("off")
for ax, weights in zip(axes.flat, W1.T[strongest], strict=False):
    picture = weights.reshape(8, 8)
    ax.imshow(picture, cmap="RdBu_r", vmin=-limit, vmax=limit)
plt.show()

# %% [markdown]
# <div lang="zh" markdown>
#
# 这些权重是梯度下降找到的，没有人指定。它们不像任何一个数字：一个单元只对某几处的笔画有反应，五十个单元合起来才能区分十个数字。
#
# </div>
#
# <div lang="en" markdown>
#
# These weights were found by gradient descent, and nobody specified them. They do not look like any digit: one unit responds to ink in a few places, and fifty of them together can tell ten digits apart.
#
# </div>
#
# ## 网络有没有把握 · Is the network sure? {#confidence}
#
# <div lang="zh" markdown>
#
# 网络输出的是十个概率，不只是一个数字。把最大的概率当作它的把握，看看有把握的回答是不是更可靠；再看看它最没有把握的五个测试数字。
#
# </div>
#
# <div lang="en" markdown>
#
# The network outputs ten probabilities, and not just a digit. Take the largest as its confidence, and see whether confident answers are more often right; then look at the five test digits that it is least sure of.
#
# </div>

# %% 最没有把握的五个测试数字，和各个类的概率 · The five test digits it is least sure of, and the probability of each class
y = net.predict(x_test)
confidence, correct = y.max(axis=1), y.argmax(axis=1) == t_test
for low, high in [(0.9, 1), (0.5, 0.9), (0, 0.5)]:
    some = (low < confidence) & (confidence <= high)
    print(f"confidence {low:3} to {high:3}: {some.sum():3} digits,", end=" ")
    print(f"{correct[some].sum():3} answers right")

fig, axes = plt.subplots(2, 5, figsize=(6, 2.8), height_ratios=[3, 2])
for (top, bottom), i in zip(axes.T, confidence.argsort()[:5], strict=True):
    top.imshow(x_test[i].reshape(8, 8), cmap="gray_r")
    top.set_title(f"[{i}]: {t_test[i]}", fontsize=9)
    top.axis("off")
    bottom.bar(range(10), y[i])
    bottom.set(ylim=(0, 0.6), xticks=range(0, 10, 3))
    bottom.tick_params(labelsize=9, labelleft=bottom is axes[1, 0])
plt.show()

# %% [markdown]
# <div lang="zh" markdown>
#
# 图的上方是它在测试数据中的序号和正确的数字。把握在九成以上的，几乎全对；不到一半的，大多是错的。所以概率有用：没有把握的图，可以交给人来判断。
#
# </div>
#
# <div lang="en" markdown>
#
# Above each image are its place in the test data and the right digit. Of the answers with a confidence above nine tenths nearly all are right; below one half, most are wrong. So the probabilities are useful: images of which the network is unsure can be left to a person.
#
# </div>
#
# ## 自己试一试 · Try it yourself {#your-turn}
#
# <div lang="zh" markdown>
#
# 一次只改一个数，先猜结果，再运行：
#
# 1. `lr = 0.1`：训练 20 轮以后，损失还在 $\ln 10$ 附近，准确率和瞎猜差不多。是学不会，还是学得慢？把 `epochs` 改成 200 看看。
# 2. `lr = 10`：最后也和瞎猜差不多，但是曲线的样子完全不同。差别在哪里？再把 `seed` 改成 1 和 2，结果还一样吗？
# 3. `hidden = 3`：三个单元要区分十个数字，测试准确率还能超过六成。为什么？
# 4. `epochs = 200`：训练数据最后全部答对，测试准确率停在九成出头。再训练下去还有用吗？
#
# </div>
#
# <div lang="en" markdown>
#
# Change one number at a time, and guess before you run:
#
# 1. `lr = 0.1`: after 20 epochs the loss is still near $\ln 10$, and the accuracy that of a blind guess. Is it unable to learn, or slow? Set `epochs` to 200 and see.
# 2. `lr = 10`: this ends near a blind guess, too, but the curves look quite different. In what way? Then set `seed` to 1 and 2: is the result the same?
# 3. `hidden = 3`: three units have to tell ten digits apart, and the test accuracy still passes six tenths. Why?
# 4. `epochs = 200`: all training digits are right in the end, and the test accuracy stands a little above nine tenths. Would more training help?
#
# </div>
