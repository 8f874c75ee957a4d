// What the page says while Python is loaded, and what to do when it does not come.
import { inBook } from "../elements.js";

const megabytes = (bytes) => `${Math.ceil(bytes / 1e6)} MB`;

export const begins = (total, host) => host
  ? ["正在载入 Python：来自 {1}，{0}，以后再运行就快了", "Loading Python from {1}, {0}; later runs are fast", megabytes(total), host]
  : ["正在载入 Python：{}，以后再运行就快了", "Loading Python, {}; later runs are fast", megabytes(total)];

export const slow = (seconds) => [
  "下载较慢，大约还要 {} 秒：可以接着读，读完再来看；也可以按“停止”，换个网络",
  "The download is slow, about {} s to go: read on meanwhile, or press Stop and try another network",
  seconds,
];

export const starts = ["已经下载，正在启动 Python，手机上要十几秒", "Downloaded; Python is starting, which takes some seconds"];

export const hangs = (seconds, host) => host
  ? [
    "{} 秒没有收到数据：请检查网络，再按“停止”和“运行”；也许这个网络不让访问 {}，换一个试试",
    "Nothing has come for {} s: check the connection, then press Stop and Run; this network may block {}, so try another",
    seconds, host,
  ]
  : ["{} 秒没有收到数据：请检查网络，再按“停止”和“运行”", "Nothing has come for {} s: check the connection, then press Stop and Run", seconds];

export const failed = ["Python 没能载入", "Python could not be loaded"];

const ADVICE = {
  offline: () => ["现在没有网络。连上以后，再按“运行”。", "You are offline. Connect, then press Run again."],
  refused: (host) => [
    "{}拒绝了，或者被挡住了。换个网络，或者让拦截广告的插件放行，再按“运行”。",
    "{} refused, or something blocks it. Try another network, or allow it in your content blocker, then press Run again.",
    host || inBook(["服务器", "The server"]),
  ],
  status: () => ["服务器没有给出这个文件。过一会儿再按“运行”。", "The server did not give the file. Press Run again in a while."],
  page: () => ["来的是一个网页，不是文件：这个网络也许要先登录。登录以后，再按“运行”。", "A web page came instead of the file: this network may want you to log in. Do so, then press Run again."],
  hung: () => ["一直没有收到数据。换个网络，再按“运行”。", "No data came at all. Try another network, then press Run again."],
  engine: () => ["Python 没能启动。请更新浏览器，关掉“锁定模式”，再按“运行”。", "Python did not start. Update the browser, turn lockdown mode off, then press Run again."],
};

export const advice = (cause, host) => ADVICE[navigator.onLine ? cause : "offline"](host);

export const instead = ["或者把这一页下载下来，在自己的电脑上运行：", "Or download this page, and run it on your own computer:"];
