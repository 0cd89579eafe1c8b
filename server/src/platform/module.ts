/** Something that runs until told to stop: lanes, the sender, the timer loop, the event tail. */
export type Loop = {
  name: string;
  start(): void;
  /** resolves when nothing of it runs any more */
  stop(): Promise<void>;
  /** does all that is due now and returns how much was done; tests call it instead of sleeping */
  drain(): Promise<number>;
};
