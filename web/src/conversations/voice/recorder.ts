/** What browsers record, in the order in which it suits WhatsApp: Firefox, Chromium, Safari. */
const FORMATS = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"] as const;
/** speech stays clear, and a note of almost three minutes under the 512 KB up to which phones show a play button (wire facts, section 10.1) */
const BITS_PER_SECOND = 24_000;

/** Why there can be no recording: keys of sentences. */
export type VoiceProblem = "refused" | "no_microphone" | "insecure" | "unsupported" | "failed";

export class VoiceError extends Error {
  readonly problem: VoiceProblem;
  constructor(problem: VoiceProblem) {
    super(problem);
    this.problem = problem;
  }
}

/** A recording under way. */
export type Recording = {
  /** loudness now, 0 to 1 */
  level(): number;
  /** what was recorded up to now, in milliseconds */
  elapsed(): number;
  pause(): void;
  resume(): void;
  /** all of it up to now, as the browser records it; call it while paused */
  soFar(): Promise<Blob>;
  /** ends it and lets the microphone go */
  stop(): void;
};

function problemOf(error: unknown): VoiceProblem {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  return name === "NotFoundError" || name === "NotReadableError" || name === "OverconstrainedError"
    ? "no_microphone"
    : "failed";
}

async function microphone(): Promise<MediaStream> {
  // browsers give the microphone to pages served over HTTPS or from the same machine only
  if (!navigator.mediaDevices) throw new VoiceError("insecure");
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
  } catch (error) {
    throw new VoiceError(problemOf(error));
  }
}

/** The microphone's sound brought to one channel, and a way to see how loud it is. */
function oneChannel(stream: MediaStream): {
  stream: MediaStream;
  level: () => number;
  close: () => void;
} {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 1024 });
  const target = new MediaStreamAudioDestinationNode(context, {
    channelCount: 1,
    channelCountMode: "explicit",
  });
  context.createMediaStreamSource(stream).connect(analyser).connect(target);
  const samples = new Float32Array(analyser.fftSize);
  return {
    stream: target.stream,
    level: () => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, value) => sum + value * value, 0) / samples.length;
      // speech lives between -50 and -10 dB
      return Math.min(1, Math.max(0, (10 * Math.log10(power + 1e-9) + 50) / 40));
    },
    close: () => {
      for (const track of stream.getTracks()) track.stop();
      void context.close();
    },
  };
}

/** Asks for the microphone and begins to record, in one channel. Throws VoiceError. */
export async function startRecording(): Promise<Recording> {
  const mimeType =
    typeof MediaRecorder === "undefined"
      ? undefined
      : FORMATS.find((format) => MediaRecorder.isTypeSupported(format));
  if (!mimeType) throw new VoiceError("unsupported");
  const sound = oneChannel(await microphone());
  const recorder = new MediaRecorder(sound.stream, { mimeType, audioBitsPerSecond: BITS_PER_SECOND });
  const chunks: Blob[] = [];
  let before = 0;
  let since: number | null = performance.now();
  const hold = (): void => {
    if (since !== null) before += performance.now() - since;
    since = null;
  };
  recorder.addEventListener("dataavailable", ({ data }) => {
    if (data.size > 0) chunks.push(data);
  });
  recorder.start();
  return {
    level: sound.level,
    elapsed: () => before + (since === null ? 0 : performance.now() - since),
    pause: () => {
      hold();
      if (recorder.state === "recording") recorder.pause();
    },
    resume: () => {
      since ??= performance.now();
      if (recorder.state === "paused") recorder.resume();
    },
    soFar: () =>
      new Promise((resolve) => {
        const done = (): void => resolve(new Blob(chunks, { type: mimeType }));
        if (recorder.state === "inactive") return done();
        recorder.addEventListener("dataavailable", () => setTimeout(done), { once: true });
        recorder.requestData();
      }),
    stop: () => {
      hold();
      if (recorder.state !== "inactive") recorder.stop();
      sound.close();
    },
  };
}
