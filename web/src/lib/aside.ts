/** What goes to a thread of its own, and what comes back. */
export type Asked<Q> = { id: number; question: Q };
export type Answered<A> = { id: number; answer: A };

type Waiting<A> = { resolve: (answer: A) => void; reject: (error: unknown) => void };

/**
 * Asks a thread that is started with the first question. `name` is told in the error when it cannot be had or fails: then what
 * waits is rejected, and the next question starts another.
 */
export function asideOf<Q, A>(name: string, start: () => Worker): (question: Q) => Promise<A> {
  let worker: Worker | null = null;
  let next = 1;
  const waiting = new Map<number, Waiting<A>>();
  const begin = (): Worker => {
    const made = start();
    made.addEventListener("message", ({ data }: MessageEvent<Answered<A>>) => {
      waiting.get(data.id)?.resolve(data.answer);
      waiting.delete(data.id);
    });
    made.addEventListener("error", (event) => {
      made.terminate();
      worker = null;
      for (const { reject } of waiting.values()) reject(new Error(event.message || `${name} did not start`));
      waiting.clear();
    });
    return made;
  };
  return (question) => {
    const id = next++;
    return new Promise((resolve, reject) => {
      worker ??= begin();
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, question } satisfies Asked<Q>);
    });
  };
}

/** The other side: answers each question on this thread. */
export function answerAside<Q, A>(answer: (question: Q) => A): void {
  addEventListener("message", ({ data }: MessageEvent<Asked<Q>>) => {
    postMessage({ id: data.id, answer: answer(data.question) } satisfies Answered<A>);
  });
}
