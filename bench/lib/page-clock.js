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

/** When the last key or click was made, by the page's own clock. */
pageClock.lastActAt = 0;
for (const name of ["keydown", "click"])
  addEventListener(name, ({ timeStamp }) => (pageClock.lastActAt = timeStamp), { capture: true });

/** Resolves once `holds` is true of the page and that is painted: with the moment (epoch milliseconds), and how long it is after the last act. */
pageClock.until = (holds) =>
  new Promise((resolve) => {
    const observer = new MutationObserver(look);
    function look() {
      if (!holds()) return;
      observer.disconnect();
      afterPaint(() => {
        const now = performance.now();
        resolve({ at: performance.timeOrigin + now, sinceAct: now - pageClock.lastActAt });
      });
    }
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    look();
  });

/** Milliseconds between the frames of the next `milliseconds`. */
pageClock.frames = (milliseconds) =>
  new Promise((resolve) => {
    const gaps = [];
    const begun = performance.now();
    let last = 0;
    const frame = (now) => {
      if (last > 0) gaps.push(now - last);
      last = now;
      if (now - begun < milliseconds) requestAnimationFrame(frame);
      else resolve(gaps);
    };
    requestAnimationFrame(frame);
  });

/** Layout that moved without anybody's doing (CLS), and when the largest thing was painted (LCP). */
pageClock.shifted = 0;
pageClock.largestAt = 0;
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) pageClock.shifted += value;
}).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => {
  for (const { startTime } of list.getEntries()) pageClock.largestAt = startTime;
}).observe({ type: "largest-contentful-paint", buffered: true });
