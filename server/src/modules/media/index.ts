/**
 * Media: files that come and go with messages.
 * Owns: fetching them from Meta and putting ours there, keeping them, serving them to who may see the conversation.
 * Tables: media.
 * Emits: message.changed when a file is there, or cannot be had.
 * Hears: nothing.
 */
export { checkFile } from "./check-file.ts";
export { goesAsVoice, isVoice } from "./file-type.ts";
export { mediaLoop } from "./fetcher.ts";
export { mediaRoutes } from "./media.routes.ts";
export { fetchAgain, mediaFiles, queueMedia, storedFiles, type NewMedia } from "./media.queries.ts";
export { sendStored } from "./send-stored.ts";
export { uploadLoop } from "./uploader.ts";
export { addOutgoing, findSent, findUploaded, type NewOutgoing } from "./uploads.queries.ts";
