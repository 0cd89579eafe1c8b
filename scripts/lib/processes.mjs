import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { codeOf } from "./problem.mjs";

/** @param {number} ms @returns {Promise<void>} */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @param {number} pid @returns {boolean} whether a process with this number lives, ours or not */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
  // a process that ended but was not collected by its parent still answers to signals
  return processState(pid) !== "Z";
}

/** @param {number} pid @returns {string} Linux: the letter of /proc; elsewhere "" */
function processState(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3);
  } catch {
    return "";
  }
}

/**
 * When a process began, in the system's own notation: with the pid it names one life, because pids are used again.
 * @param {number} pid
 * @returns {string} "" when it cannot be told
 */
export function birthOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // field 22, counted after the name, which may hold spaces and brackets
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    if (process.platform === "linux" || process.platform === "win32") return "";
  }
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

/** @returns {string} changes at every boot of the machine; "" where the system does not tell */
export function bootId() {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}

/**
 * Waits for a process that may not be our child to end.
 * @param {number} pid
 * @param {number} timeoutMs
 * @returns {Promise<boolean>} false when it still lives
 */
export async function gone(pid, timeoutMs) {
  const until = Date.now() + timeoutMs;
  while (isAlive(pid)) {
    if (Date.now() > until) return false;
    await pause(20);
  }
  return true;
}
