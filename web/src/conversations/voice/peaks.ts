/** How many bars a voice message is drawn with. */
export const BARS = 64;
/** plenty for the height of bars, and little to hold in memory */
const SAMPLE_RATE = 8000;
/** as many minutes as nobody listens to for the sake of their shape */
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_KEPT = 300;

/** The loudness of each of `BARS` equal parts, 0 to 1, the loudest part being 1; silence is all 0. */
export function peaksFrom(samples: Float32Array): number[] {
  const loudness = Array.from({ length: BARS }, (_, bar) => {
    const from = Math.floor((bar * samples.length) / BARS);
    const to = Math.floor(((bar + 1) * samples.length) / BARS);
    let sum = 0;
    for (let i = from; i < to; i++) sum += (samples[i] ?? 0) ** 2;
    return to > from ? Math.sqrt(sum / (to - from)) : 0;
  });
  const most = Math.max(...loudness);
  return loudness.map((value) => (most > 0.0005 ? value / most : 0));
}

/** The shape of a recording; null when this browser cannot read it, or it is too long to be worth it. */
async function peaksOfBytes(bytes: ArrayBuffer): Promise<number[] | null> {
  if (bytes.byteLength > MOST_BYTES) return null;
  try {
    const sound = await new OfflineAudioContext(1, 1, SAMPLE_RATE).decodeAudioData(bytes);
    return peaksFrom(sound.getChannelData(0));
  } catch {
    // Safari plays Ogg before it can decode it: the message is then drawn without its shape
    return null;
  }
}

const known = new Map<string, Promise<number[] | null>>();

function keep(url: string, peaks: Promise<number[] | null>): Promise<number[] | null> {
  known.set(url, peaks);
  for (const oldest of known.keys()) {
    if (known.size <= MOST_KEPT) break;
    known.delete(oldest);
  }
  return peaks;
}

/** Notes the shape of a recording that is still in this browser, where its address cannot be fetched. */
export const learnPeaks = (url: string, recording: Blob): Promise<number[] | null> =>
  keep(url, recording.arrayBuffer().then(peaksOfBytes));

/** The shape of a voice message, computed once. One that could not be fetched is asked for again next time. */
export function peaksOf(url: string): Promise<number[] | null> {
  const found = known.get(url);
  if (found) return found;
  return keep(
    url,
    fetch(url)
      .then((answer) => (answer.ok ? answer.arrayBuffer() : Promise.reject(new Error(String(answer.status)))))
      .then(peaksOfBytes)
      .catch(() => {
        known.delete(url);
        return null;
      }),
  );
}
