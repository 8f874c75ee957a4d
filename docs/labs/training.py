# %% [markdown]
# # 看它学 · Watch it learn
#
# <div lang="zh" markdown>
#
# 一个网络学认手写数字，学的过程就在眼前：每过两轮，曲线长一截，进度条也长一截。下载上面的笔记本，在自己的电脑上运行，曲线会一边训练一边往前长；改一改第一段代码里的四个数，再跑一遍，看看会怎样。
#
# - **需要先懂**：[训练一个网络](../chapters/training.md)。
# - **做完能看出**：损失和精度怎样一起变化；隐藏单元在看图的什么地方；网络在哪里拿不准。
#
# </div>
#
# <div lang="en" markdown>
#
# A network learns to read handwritten digits, and you watch: after every second epoch the curves have grown, and so has the progress bar. Download the notebook above and run it on your own computer, and the curves move while the network trains. Then change the four numbers of the first cell, run it again, and see what becomes of it.
#
# - **You need**: [training a network](../chapters/training.md).
# - **You will see**: how loss and accuracy change together; which part of a picture a hidden unit looks at; where the network is unsure.
#
# </div>
#
# ## 数据和四个旋钮 · The data, and four knobs {#knobs}
#
# <div lang="zh" markdown>
#
# 隐藏单元的个数、学习率、训练多少轮、随机数的种子：这四个数决定后面的一切。种子相同，结果就完全相同。
#
# </div>
#
# <div lang="en" markdown>
#
# The number of hidden units, the learning rate, the number of epochs and the seed of the random numbers: these four decide everything that follows. The same seed gives exactly the same result.
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

fig, axes = plt.subplots(2, 10, figsize=(7, 1.8))
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
# `train` 每更新一次，就把次数和这一批的损失交给 `callback`。这里的 `look` 把损失记下来；满一轮时再量两个精度；每两轮擦掉旧图，印出进度，画上新图。
#
# </div>
#
# <div lang="en" markdown>
#
# After every update, `train` hands its number and the loss of the batch to `callback`. Here this is `look`, which keeps the losses; at the end of an epoch it also measures both accuracies, and after every second one it wipes out the old figure, prints the progress and draws a new one.
#
# </div>

# %% 左：每次更新的损失；右：每一轮的精度 · Left: the loss of each update; right: the accuracy after each epoch
rng = np.random.default_rng(seed)
net = TwoLayerNet(64, hidden, 10, rng=rng)
per_epoch = 15  # 1500 digits in batches of 100
losses, right = [], []


def measure():
    seen = net.accuracy(x_train, t_train)
    right.append((seen, net.accuracy(x_test, t_test)))


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
    _, (left, other) = plt.subplots(1, 2, figsize=(7.6, 3.2))
    left.plot(losses)
    left.set(xlabel="update", ylabel="loss", ylim=(0, 2.6))
    left.set_xlim(0, epochs * per_epoch)
    other.plot(right, label=["training", "test"])
    other.set(xlabel="epoch", ylabel="accuracy", xlim=(0, epochs), ylim=(0, 1))
    other.legend(loc="lower right")
    plt.show()


measure()
settings = {"optimizer": SGD(lr=lr), "updates": epochs * per_epoch}
history = train(net, x_train, t_train, **settings, rng=rng, callback=look)

# %% [markdown]
# <div lang="zh" markdown>
#
# 开头有一段几乎不动：权重还很小，所有数字在网络看来都一样。随后损失陡降，精度陡升，再往后越来越慢。两条精度曲线之间的距离，就是[泛化差距](../chapters/training.md#accuracy)。
#
# </div>
#
# <div lang="en" markdown>
#
# Nothing much moves at first: the weights are small, and to the network all digits look alike. Then the loss drops, the accuracy soars, and both slow down. The distance between the two curves of accuracy is the [generalisation gap](../chapters/training.md#accuracy).
#
# </div>
#
# ## 隐藏单元在看什么 · What hidden units look at {#weights}
#
# <div lang="zh" markdown>
#
# 进入一个隐藏单元的权重有 64 个，排成 8×8，就是一张图。红的地方有墨，这个单元就更兴奋；蓝的地方有墨，它就更安静。
#
# </div>
#
# <div lang="en" markdown>
#
# The weights that enter a hidden unit are 64 numbers; arranged 8×8, they are a picture. Ink where it is red excites the unit, and ink where it is blue calms it.
#
# </div>

# %% 进入 20 个隐藏单元的权重，从最强的开始 · The weights that enter 20 hidden units, from the strongest on
W1 = net.params["W1"]
strongest = (W1**2).sum(axis=0).argsort()[::-1]
limit = np.abs(W1).max()
fig, axes = plt.subplots(2, 10, figsize=(7, 1.6))
for ax in axes.flat:
    ax.axis("off")
for ax, weights in zip(axes.flat, W1.T[strongest], strict=False):
    picture = weights.reshape(8, 8)
    ax.imshow(picture, cmap="RdBu_r", vmin=-limit, vmax=limit)
plt.show()

# %% [markdown]
# <div lang="zh" markdown>
#
# 没有人告诉它该看哪里，这些图样是梯度下降自己找到的。它们不像任何一个数字：一个单元只管某几处有没有笔画，五十个单元合起来才分得清十个数字。
#
# </div>
#
# <div lang="en" markdown>
#
# Nobody told it where to look: gradient descent found these patterns. They resemble no digit. One unit minds a few places with or without ink, and it takes fifty of them together to tell ten digits apart.
#
# </div>
#
# ## 它有把握吗 · Is it sure? {#confidence}
#
# <div lang="zh" markdown>
#
# 网络回答的不只是一个数字，还有十个概率。把最大的概率当作它的把握，看看有把握的回答是不是更可靠；再看看它最拿不准的五个测试数字。
#
# </div>
#
# <div lang="en" markdown>
#
# The network answers with ten probabilities, not just with a digit. Take the largest as its confidence: are confident answers more often right? And which are the five test digits that it is least sure of?
#
# </div>

# %% 最拿不准的五个测试数字，和各个类别的概率 · The five test digits it is least sure of, and the probability of each class
y = net.predict(x_test)
confidence, correct = y.max(axis=1), y.argmax(axis=1) == t_test
for low, high in [(0.9, 1), (0.5, 0.9), (0, 0.5)]:
    some = (low < confidence) & (confidence <= high)
    print(f"confidence {low:3} to {high:3}: {some.sum():3} digits,", end=" ")
    print(f"{correct[some].sum():3} answers right")

fig, axes = plt.subplots(2, 5, figsize=(7.6, 3), height_ratios=[3, 2])
for (top, bottom), i in zip(axes.T, confidence.argsort()[:5], strict=True):
    top.imshow(x_test[i].reshape(8, 8), cmap="gray_r")
    top.set_title(f"[{i}]: {t_test[i]}", fontsize=9)
    top.axis("off")
    bottom.bar(range(10), y[i])
    bottom.set(ylim=(0, 0.6), xticks=range(10))
    bottom.tick_params(labelsize=7, labelleft=bottom is axes[1, 0])
plt.show()

# %% [markdown]
# <div lang="zh" markdown>
#
# 图的上方写着它在测试数据中的序号和正确的数字。把握在九成以上的，几乎全对；不到一半的，大多是错的。所以概率有它的用处：拿不准的，可以交给人来看。
#
# </div>
#
# <div lang="en" markdown>
#
# Above each picture are its place in the test data and the right digit. Of the answers with a confidence above nine tenths nearly all are right; below one half, most are wrong. So probabilities have their use: what the network is unsure of can be left to a person.
#
# </div>
#
# ## 轮到你了 · Your turn {#your-turn}
#
# <div lang="zh" markdown>
#
# 一次只拧一个旋钮，先猜后跑：
#
# 1. `lr = 0.1`：同样的 20 轮，损失还停在 $\ln 10$ 附近，精度和瞎猜差不多。是学不会，还是学得慢？把 `epochs` 加到 200 看看。
# 2. `lr = 10`：最后也停在瞎猜附近，可是曲线的样子完全不同。差别在哪里？
# 3. `hidden = 3`：三个单元要区分十个数字。测试精度还能过六成，比三选一强得多，为什么？
# 4. `epochs = 200`：训练数据最后全部答对，测试精度停在九成出头。再训练下去还有用吗？
#
# </div>
#
# <div lang="en" markdown>
#
# Turn one knob at a time, and guess before you run:
#
# 1. `lr = 0.1`: after the same 20 epochs the loss is still near $\ln 10$, and the accuracy that of blind guessing. Unable to learn, or slow? Raise `epochs` to 200 and see.
# 2. `lr = 10`: this ends near blind guessing, too, but the curves look quite different. In what way?
# 3. `hidden = 3`: three units have to tell ten digits apart. The test accuracy still passes six tenths, far more than one in three. How can that be?
# 4. `epochs = 200`: all training digits are right in the end, and the test accuracy stands a little above nine tenths. Would more training help?
#
# </div>
