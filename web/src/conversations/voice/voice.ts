import { create } from "zustand";
import { serverNow } from "../../lib/clock.ts";
import { part } from "../../lib/part.ts";
import { asAttachment, takeBack, type Attachment } from "../composer/attachments.ts";
import { learnPeaks } from "./peaks.ts";
import { startRecording, VoiceError, type Recording, type VoiceProblem } from "./recorder.ts";

/** 15 minutes: under 16 MB also as Safari records */
export const LONGEST_MS = 15 * 60_000;
/** shorter is a slip of the finger */
const SHORTEST_MS = 600;

/** `asking`: the browser asks for the microphone; `paused`: `heard` plays what there is; `full`: paused at the longest */
export type VoicePhase = "asking" | "recording" | "paused" | "full" | "failed";
type Voice = {
  conversationId: string | null;
  phase: VoicePhase;
  recording: Recording | null;
  /** what was recorded up to the pause, to be listened to */
  heard: Attachment | null;
  problem: VoiceProblem | null;
};
const NONE: Voice = { conversationId: null, phase: "asking", recording: null, heard: null, problem: null };

/** The one recording that may be under way in this page. */
export const useVoice = create<Voice>(() => NONE);
const now = (): Voice => useVoice.getState();

/** A recording as WhatsApp takes it. */
async function asVoice(recorded: Blob): Promise<Attachment> {
  const { OGG_OPUS, toOgg } = await part(() => import("./ogg.ts"))();
  const isWebm = recorded.type.startsWith("audio/webm");
  const isOgg = isWebm || recorded.type.startsWith("audio/ogg");
  const sound = isWebm ? await toOgg(recorded) : recorded;
  const stamp = new Date(serverNow()).toISOString().slice(0, 19).replaceAll(":", "-");
  const file = isOgg
    ? new File([sound], `voz-${stamp}.ogg`, { type: OGG_OPUS })
    : new File([sound], `voz-${stamp}.m4a`, { type: "audio/mp4" });
  const attachment = { ...asAttachment(file), voice: true };
  void learnPeaks(attachment.url, file);
  return attachment;
}

const letGo = ({ recording, heard }: Voice): void => {
  recording?.stop();
  if (heard) URL.revokeObjectURL(heard.url);
};

/** Begins a voice message in a conversation; whatever was being recorded elsewhere stays there, attached. */
export async function startVoice(conversationId: string): Promise<void> {
  await parkVoice();
  useVoice.setState({ ...NONE, conversationId });
  try {
    const recording = await startRecording();
    // given up while the browser asked
    if (now().conversationId !== conversationId || now().phase !== "asking") recording.stop();
    else useVoice.setState({ phase: "recording", recording });
  } catch (error) {
    if (!(error instanceof VoiceError)) throw error;
    if (now().conversationId === conversationId)
      useVoice.setState({ phase: "failed", problem: error.problem });
  }
}

/** Stops for a while, or for good at the longest, and makes what there is ready to be listened to. */
export async function pauseVoice(phase: "paused" | "full" = "paused"): Promise<void> {
  const { recording } = now();
  if (!recording || now().phase !== "recording") return;
  recording.pause();
  useVoice.setState({ phase });
  const heard = await asVoice(await recording.soFar());
  if (now().recording === recording && now().phase === phase) useVoice.setState({ heard });
  else URL.revokeObjectURL(heard.url);
}

export function resumeVoice(): void {
  const { recording, phase, heard } = now();
  if (!recording || phase !== "paused") return;
  if (heard) URL.revokeObjectURL(heard.url);
  useVoice.setState({ phase: "recording", heard: null });
  recording.resume();
}

/** Ends the recording and gives it as a file to be sent; null when nothing worth sending was said. */
export async function finishVoice(): Promise<Attachment | null> {
  const voice = now();
  const { recording, heard } = voice;
  useVoice.setState(NONE);
  if (!recording || recording.elapsed() < SHORTEST_MS) {
    letGo(voice);
    return null;
  }
  if (heard) {
    recording.stop();
    return heard;
  }
  recording.pause();
  const recorded = await recording.soFar();
  recording.stop();
  return asVoice(recorded);
}

/** Throws the recording away; gives the way back, or null when nothing worth keeping was said. */
export function cancelVoice(): (() => Promise<void>) | null {
  const voice = now();
  const { conversationId, recording } = voice;
  useVoice.setState(NONE);
  if (!recording || !conversationId || recording.elapsed() < SHORTEST_MS) {
    letGo(voice);
    return null;
  }
  recording.pause();
  const recorded = recording.soFar();
  void recorded.then(() => letGo(voice));
  return async () => takeBack(conversationId, await asVoice(await recorded));
}

/** The conversation is left: what was said waits among its attached files. */
export async function parkVoice(): Promise<void> {
  const { conversationId } = now();
  if (conversationId === null) return;
  const attachment = await finishVoice();
  if (attachment) takeBack(conversationId, attachment);
}
