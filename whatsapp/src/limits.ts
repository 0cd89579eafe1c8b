/** Lengths in characters, from section 9 of the wire facts. */
export const LIMITS = {
  textBody: 4096,
  caption: 1024,
  interactiveBody: 1024,
  listBody: 4096,
  buttons: 3,
  buttonTitle: 20,
  buttonId: 256,
  listRows: 10,
  listRowTitle: 24,
  listRowId: 200,
  listButton: 20,
  opaque: 512,
} as const;
