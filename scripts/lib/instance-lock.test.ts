import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockDataDir } from "./instance-lock.mjs";
import { birthOf, bootId } from "./processes.mjs";

let dir = "";
const path = () => join(dir, "balcao.lock");

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "balcao-lock-test-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe("one instance per data folder", () => {
  it("tells the second one where the first answers", async () => {
    const lock = await lockDataDir(dir);
    await expect(lockDataDir(dir)).rejects.toThrow(/already starting/);
    lock.setUrl("http://localhost:8080");
    await expect(lockDataDir(dir)).rejects.toThrow(/already running on this data: http:\/\/localhost:8080/);
    lock.release();
    (await lockDataDir(dir)).release();
    expect(readdirSync(dir)).toEqual([]);
  });

  it.each([
    ["of a process that is gone", { pid: 2 ** 22 + 1 }],
    ["of an earlier boot", { boot: "another" }],
    ["of an earlier life of the same pid", { birth: "1" }],
  ])("recovers a lock %s", async (_what, change) => {
    const holder = {
      pid: process.pid,
      birth: birthOf(process.pid),
      boot: bootId(),
      host: hostname(),
      url: "",
    };
    writeFileSync(path(), JSON.stringify({ ...holder, ...change }));
    (await lockDataDir(dir)).release();
  });

  it("recovers a lock whose writing was cut short", async () => {
    writeFileSync(path(), '{"pid":');
    (await lockDataDir(dir)).release();
  });

  it("believes another host while it shows that it lives", async () => {
    writeFileSync(path(), JSON.stringify({ pid: 1, birth: "", boot: "", host: "elsewhere", url: "" }));
    await expect(lockDataDir(dir)).rejects.toThrow(/process 1 on elsewhere/);
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(path(), longAgo, longAgo);
    (await lockDataDir(dir)).release();
  });

  it("lets one of many win a stale lock", async () => {
    writeFileSync(
      path(),
      JSON.stringify({ pid: 2 ** 22 + 1, birth: "", boot: bootId(), host: hostname(), url: "" }),
    );
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => lockDataDir(dir)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(JSON.parse(readFileSync(path(), "utf8")).pid).toBe(process.pid);
    for (const result of results) if (result.status === "fulfilled") result.value.release();
  });
});
