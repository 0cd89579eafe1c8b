/**
 * Runs in the page, before anything of it: how long a key takes to reach the screen, and what blocked the page meanwhile.
 * `keyTimes`: of each key, from the key's own moment until the frame with its effect was painted; `slowEvents`: durations of Event Timing,
 * which the browser gives in steps of 8 ms and only from 16 ms on.
 */
globalThis.pageClock = {
  keyTimes: [],
  slowEvents: [],
  blockedMs: 0,
  lastKeyAt: 0,
  /** What was measured since the last call. */
  take() {
    const { keyTimes, slowEvents, blockedMs } = this;
    Object.assign(this, { keyTimes: [], slowEvents: [], blockedMs: 0 });
    return { keyTimes, slowEvents, blockedMs };
  },
};

/** Calls back once the next frame stands on the screen. */
function afterPaint(then) {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = then;
    port2.postMessage(null);
  });
}
pageClock.afterPaint = afterPaint;

/** Milliseconds from the last key until an element says this, painted. */
pageClock.untilSaid = (selector, text) =>
  new Promise((resolve) => {
    const look = () => {
      if (document.querySelector(selector)?.textContent.includes(text))
        afterPaint(() => resolve(performance.now() - pageClock.lastKeyAt));
      else requestAnimationFrame(look);
    };
    look();
  });

addEventListener(
  "keydown",
  (event) => {
    pageClock.lastKeyAt = event.timeStamp;
    const { key, timeStamp } = event;
    afterPaint(() => pageClock.keyTimes.push({ key, ms: performance.now() - timeStamp }));
  },
  { capture: true },
);
new PerformanceObserver((list) => {
  for (const { name, duration } of list.getEntries())
    if (name === "keydown" || name === "input") pageClock.slowEvents.push(duration);
}).observe({ type: "event", durationThreshold: 16 });
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) pageClock.blockedMs += duration;
}).observe({ type: "longtask" });
