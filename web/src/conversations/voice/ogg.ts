import {
  BlobSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  Input,
  OggOutputFormat,
  Output,
  WEBM,
} from "mediabunny";

/** What WhatsApp plays as a voice message (wire facts, section 10.1). */
export const OGG_OPUS = "audio/ogg; codecs=opus";

/**
 * The same Opus packets in an Ogg container: what Chromium records as WebM, Meta takes as Ogg only. Nothing is encoded again.
 * Throws when the recording holds no sound.
 */
export async function toOgg(webm: Blob): Promise<Blob> {
  const input = new Input({ source: new BlobSource(webm), formats: [WEBM] });
  try {
    const track = await input.getPrimaryAudioTrack();
    const decoderConfig = await track?.getDecoderConfig();
    if (!track || !decoderConfig) throw new Error("a recording without sound");
    const source = new EncodedAudioPacketSource("opus");
    const target = new BufferTarget();
    const output = new Output({ format: new OggOutputFormat(), target });
    output.addAudioTrack(source);
    await output.start();
    let count = 0;
    for await (const packet of new EncodedPacketSink(track).packets())
      await source.add(packet, count++ === 0 ? { decoderConfig } : undefined);
    if (count === 0) throw new Error("a recording without sound");
    await output.finalize();
    if (!target.buffer) throw new Error("nothing was written");
    return new Blob([target.buffer], { type: OGG_OPUS });
  } finally {
    input.dispose();
  }
}
