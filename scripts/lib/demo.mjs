import { randomBytes, randomInt } from "node:crypto";
import { join } from "node:path";
import { readJson, writePrivate } from "./data-dir.mjs";
import { freePort } from "./ports.mjs";

/**
 * What the demo's server and its stand-in for Meta must agree on; made once per data folder.
 * @typedef {object} Demo
 * @property {string} channelId
 * @property {string} phoneNumberId
 * @property {string} wabaId
 * @property {string} displayPhone
 * @property {string} accessToken
 * @property {string} appSecret
 * @property {string} verifyToken
 * @property {number} simulatorPort kept, because the database remembers it
 */

const SIMULATOR_PORT = 4100;
/** the app of every number that the stand-in has by itself */
const APP_ID = "300000000000001";

/** @returns {string} as Meta's ids look: digits, too long for a number in JSON to be safe with */
const digits = () => `1${Array.from({ length: 15 }, () => randomInt(10)).join("")}`;

/** @returns {string} a UUIDv7, as the server makes them */
function uuidv7() {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/**
 * @param {string} dataDir
 * @returns {Promise<Demo>}
 */
export async function demoOf(dataDir) {
  const path = join(dataDir, "demo.json");
  /** @type {Demo} */
  const demo = readJson(path) ?? {
    channelId: uuidv7(),
    phoneNumberId: digits(),
    wabaId: digits(),
    displayPhone: "+55 11 90000-0001",
    accessToken: randomBytes(24).toString("base64url"),
    appSecret: randomBytes(16).toString("hex"),
    verifyToken: randomBytes(12).toString("base64url"),
    simulatorPort: SIMULATOR_PORT,
  };
  demo.simulatorPort = (await freePort(demo.simulatorPort)) ?? (await freePort(0)) ?? 0;
  writePrivate(path, JSON.stringify(demo, null, 2));
  return demo;
}

/**
 * @param {Demo} demo
 * @param {string} dataDir
 * @param {number} serverPort
 * @returns {string[]} the stand-in's flags
 */
export function simulatorFlags(demo, dataDir, serverPort) {
  return Object.entries({
    port: String(demo.simulatorPort),
    webhook: `http://127.0.0.1:${serverPort}/webhooks/whatsapp/${demo.channelId}`,
    "app-secret": demo.appSecret,
    "verify-token": demo.verifyToken,
    "access-token": demo.accessToken,
    "phone-number-id": demo.phoneNumberId,
    "waba-id": demo.wabaId,
    state: join(dataDir, "simulator.json"),
    "clock-file": join(dataDir, "clock-offset"),
  }).map(([name, value]) => `--${name}=${value}`);
}

/**
 * @param {Demo} demo
 * @returns {string} DEMO_CHANNEL, as the server reads it
 */
export function demoChannel(demo) {
  const simulator = `http://127.0.0.1:${demo.simulatorPort}`;
  const { channelId, phoneNumberId, wabaId, displayPhone, accessToken, appSecret, verifyToken } = demo;
  return JSON.stringify({
    id: channelId,
    graphBaseUrl: simulator,
    phoneNumberId,
    wabaId,
    appId: APP_ID,
    displayPhone,
    accessToken,
    appSecret,
    verifyToken,
    phoneUrl: `${simulator}/`,
  });
}
