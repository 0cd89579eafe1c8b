import {
  BufferSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  Input,
  OGG,
  Output,
  WebMOutputFormat,
} from "mediabunny";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { OGG_OPUS, toOgg } from "./ogg.ts";

const SAMPLE = readFileSync(new URL("../../../../simulator/assets/sample.ogg", import.meta.url));

async function read(bytes: BufferSource): Promise<{ seconds: number; packets: string[]; channels: number }> {
  const input = new Input({ source: bytes, formats: [OGG] });
  const track = await input.getPrimaryAudioTrack();
  if (!track) throw new Error("no sound");
  const packets: string[] = [];
  for await (const { data } of new EncodedPacketSink(track).packets())
    packets.push(Buffer.from(data).toString("base64"));
  return {
    seconds: await track.computeDuration(),
    packets,
    channels: (await track.getDecoderConfig())?.numberOfChannels ?? 0,
  };
}

/** The sample as Chromium would have recorded it. */
async function asWebm(): Promise<Blob> {
  const track = await new Input({ source: new BufferSource(SAMPLE), formats: [OGG] }).getPrimaryAudioTrack();
  if (!track) throw new Error("no sound");
  const decoderConfig = await track.getDecoderConfig();
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat({ appendOnly: true }), target });
  const source = new EncodedAudioPacketSource("opus");
  output.addAudioTrack(source);
  await output.start();
  for await (const packet of new EncodedPacketSink(track).packets())
    await source.add(packet, decoderConfig ? { decoderConfig } : undefined);
  await output.finalize();
  return new Blob([target.buffer ?? new ArrayBuffer(0)], { type: "audio/webm;codecs=opus" });
}

it("puts the very same packets of a recording into Ogg", async () => {
  const ogg = await toOgg(await asWebm());
  const bytes = Buffer.from(await ogg.arrayBuffer());
  expect(ogg.type).toBe(OGG_OPUS);
  expect([bytes.subarray(0, 4).toString(), bytes.subarray(28, 36).toString(), bytes[37]]).toEqual([
    "OggS",
    "OpusHead",
    1,
  ]);
  const before = await read(new BufferSource(SAMPLE));
  const after = await read(new BufferSource(bytes));
  expect(after.packets).toEqual(before.packets);
  expect(after.channels).toBe(1);
  expect(after.seconds).toBeCloseTo(before.seconds, 1);
});

it("refuses what holds no sound", async () => {
  await expect(toOgg(new Blob(["no sound"]))).rejects.toThrow(/format/u);
});
