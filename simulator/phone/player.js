import { api, mediaUrl } from "./api.js";
import { h, icon } from "./dom.js";
import { store } from "./store.js";
import { t } from "./texts.js";

const minutes = (seconds) => {
  const whole = Number.isFinite(seconds) ? Math.round(seconds) : 0;
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};

/** A small audio player. Playing a voice note of the business makes it "played", as on a real phone. */
export function player(content, message) {
  const audio = h("audio", { src: mediaUrl(content.id), preload: "metadata" });
  const button = h("button", { type: "button", "aria-label": t.play }, icon("play"));
  const slide = h("input", { type: "range", min: "0", max: "1000", value: "0", "aria-label": t.position });
  const time = h("time", {}, "0:00");
  const show = () => {
    const length = Number.isFinite(audio.duration) ? audio.duration : 0;
    slide.value = String(length ? Math.round((audio.currentTime / length) * 1000) : 0);
    time.textContent = minutes(audio.paused && audio.currentTime === 0 ? length : audio.currentTime);
  };
  const showState = () => {
    button.setAttribute("aria-label", audio.paused ? t.play : t.pause);
    button.replaceChildren(icon(audio.paused ? "play" : "pause"));
    show();
  };
  button.addEventListener("click", () => (audio.paused ? void audio.play().catch(showState) : audio.pause()));
  slide.addEventListener("input", () => {
    if (Number.isFinite(audio.duration)) audio.currentTime = (Number(slide.value) / 1000) * audio.duration;
  });
  for (const name of ["loadedmetadata", "timeupdate"]) audio.addEventListener(name, show);
  for (const name of ["play", "pause", "ended"]) audio.addEventListener(name, showState);
  audio.addEventListener("play", () => {
    if (message.direction === "out" && content.voice)
      void api.play(store.userId, message.id).catch(() => store.tell("connection"));
  });
  return h(
    "div",
    { class: "player" },
    button,
    slide,
    content.voice ? icon("mic", "icon mic") : null,
    time,
    audio,
  );
}
