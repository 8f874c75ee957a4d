// Questions of why: the reader chooses among the answers, and each choice shows the reason for or
// against it. One may go on choosing. What the press has marked in the fold is hidden until then.
import { inBook, languages, make, put, say } from "./elements.js";
import { recall, record } from "./progress.js";

const KIND = "questions";

class Question {
  constructor(place) {
    this.place = place;
    this.answers = [...place.querySelectorAll("li")];
    this.buttons = this.answers.map((answer, at) => {
      const button = make("button", "pick");
      button.type = "button";
      button.addEventListener("click", () => this.choose(at));
      answer.prepend(button);
      return button;
    });
    this.said = make("p", "question-said");
    this.said.setAttribute("role", "status");
    place.append(this.said);
    this.show(this.chosenBefore);
    place.classList.add("asking");
  }

  isRight(at) {
    return this.answers[at].matches(".right");
  }

  choose(at) {
    if (this.chosen.includes(at)) return;
    const chosen = [...this.chosen, at];
    record(KIND, this.place.dataset.key, { chosen, right: this.isRight(chosen[0]) });
    this.show(chosen);
  }

  show(chosen) {
    this.chosen = chosen;
    this.answers.forEach((answer, at) => {
      const isChosen = chosen.includes(at);
      answer.classList.toggle("chosen", isChosen);
      const name = (language) => (answer.querySelector(`.twins > [lang=${language}] strong`) ?? answer.querySelector("strong")).textContent;
      const marks = inBook(!isChosen ? ["", ""] : this.isRight(at) ? ["对：", "Right: "] : ["不对：", "Wrong: "]);
      put(this.buttons[at], languages.map((language, side) => marks[side] + name(language)));
      this.buttons[at].setAttribute("aria-pressed", String(isChosen));
    });
    if (!chosen.length) this.said.replaceChildren();
    else if (!chosen.some((at) => this.isRight(at))) say(this.said, ["不对，请再选", "Not so; choose again"]);
    else if (chosen.length === 1) say(this.said, ["对了", "Right"]);
    else say(this.said, ["对了，选了 {} 次", "Right, at choice {}", chosen.length]);
  }

  get chosenBefore() {
    const { chosen } = recall(KIND, this.place.dataset.key) ?? {};
    return Array.isArray(chosen) ? chosen.filter((at) => Number.isInteger(at) && at in this.answers) : [];
  }
}

const questions = [...document.querySelectorAll("article details.question")].map((place) => new Question(place));

// All progress was forgotten, or another tab has recorded some.
document.addEventListener("mlbook:progress", ({ detail }) => {
  if (detail.key === null) questions.forEach((each) => each.show(each.chosenBefore));
});
