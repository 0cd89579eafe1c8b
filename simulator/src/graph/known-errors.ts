/** What the simulator knows of one error code: title, HTTP status of the answer, `error_data.details` when Meta adds them. */
export type KnownError = readonly [title: string, http: number, details?: string];

const TOKEN = "Error validating access token: Session has expired";
const PAYMENT =
  "Message failed to send because there were one or more errors related to your payment method.";
const GROUP = "Group request failed";
const CALL = "Calling request failed";
const FLOW = "Flow endpoint request failed";

/** Graph errors of any call: connection, permission, rates (wire facts, section 8). */
const GRAPH: Record<number, KnownError> = {
  0: ["AuthException", 401],
  1: ["An unknown error occurred", 400],
  2: ["Service temporarily unavailable", 503],
  3: ["Application does not have the capability to make this API call", 500],
  4: ["Application request limit reached", 400],
  10: ["Application does not have permission for this action", 403],
  33: ["Parameter value is not valid", 400, "The business phone number has been deleted."],
  100: ["Invalid parameter", 400],
  102: ["Session key invalid or no longer valid", 401],
  104: ["Incorrect signature", 401],
  190: [TOKEN, 401],
  200: ["Permissions error", 403],
  299: ["Permissions error", 403],
  368: ["Temporarily blocked for policies violations", 403],
  463: ["Session has expired", 401],
  467: ["Invalid access token", 401],
  803: ["Some of the aliases you requested do not exist", 404],
  804: ["Object id does not exist", 404],
  80007: ["Rate limit issues", 400],
  80008: ["There have been too many calls to this WhatsApp Business account", 400],
  200005: ["Template insights not available", 400],
  200006: ["Template insights cannot be disabled", 400],
  200007: ["Template insights not yet confirmed", 400],
};

/** Errors of messages, at once or as a `failed` status. */
const MESSAGES: Record<number, KnownError> = {
  130403: ["Message blocked", 400, "The business has blocked this user."],
  130429: ["Rate limit hit", 429, "Cloud API message throughput has been reached."],
  130472: ["User's number is part of an experiment", 400],
  130497: ["Business account is restricted from messaging users in this country.", 403],
  131000: ["Something went wrong", 500],
  131005: ["Access denied", 403],
  131008: ["Required parameter is missing", 400],
  131009: ["Parameter value is not valid", 400],
  131016: ["Service unavailable", 500],
  131020: [GROUP, 400],
  131021: ["Recipient cannot be sender", 400, "Sender and recipient phone number is the same."],
  131026: ["Message undeliverable", 400, "Message undeliverable."],
  131030: [
    "Recipient phone number not in allowed list",
    400,
    "Add recipient phone number to recipient list and try again.",
  ],
  131031: ["Business Account locked", 403, "Business account has been locked."],
  131037: ["Display name approval needed", 400, "The display name of this number is not approved yet."],
  131041: [GROUP, 400],
  131042: ["Business eligibility payment issue", 400, PAYMENT],
  131044: ["Business eligibility payment issue", 400, PAYMENT],
  131045: ["Incorrect certificate", 500, "Message failed to send due to a phone number registration error."],
  131047: [
    "Re-engagement message",
    400,
    "Message failed to send because more than 24 hours have passed since the customer last replied to this number.",
  ],
  131048: [
    "Spam rate limit hit",
    400,
    "Message failed to send because there are restrictions on how many messages can be sent from this phone number.",
  ],
  131049: [
    "This message was not delivered to maintain healthy ecosystem engagement.",
    400,
    "In order to maintain a healthy ecosystem engagement, the message failed to be delivered.",
  ],
  131050: [
    "User's opted out of marketing messages",
    400,
    "Unable to deliver the message. This recipient has chosen to stop receiving marketing messages on WhatsApp from your business.",
  ],
  131051: ["Unsupported message type", 400],
  131052: ["Media download error", 400, "Unable to download the media sent by the user."],
  131053: ["Media upload error", 400, "Media upload error"],
  131055: ["Method not allowed", 400],
  131056: [
    "(Business Account, Consumer Account) pair rate limit hit",
    400,
    "Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time.",
  ],
  131057: ["Account in maintenance mode", 500],
  131059: [GROUP, 400],
  131060: ["Message unavailable", 400, "The content of this message is not available."],
  131062: ["Recipient not allowed for this message", 400],
  131063: ["Marketing messages are disabled on Cloud API for this account", 400],
  131064: ["Account limited because of misclassified templates", 400],
  131201: [GROUP, 400],
  131215: [GROUP, 400],
  134011: ["WhatsApp payments terms of service has not been accepted", 404],
  134100: ["Only marketing messages are supported", 400],
  134101: ["Template is still syncing", 400],
  134102: ["Template is unavailable", 500],
  135000: [
    "Generic user error",
    400,
    "Message failed to send because of an unknown error with your request parameters.",
  ],
  137000: ["User identity has changed", 400, "The identity key hash does not match."],
  138000: [CALL, 400],
  138006: [CALL, 400],
  138018: [CALL, 400],
};

/** Errors of templates and flows in a send call. */
const TEMPLATES: Record<number, KnownError> = {
  132000: ["Number of parameters does not match the expected number of params", 400],
  132001: ["Template name does not exist in the translation", 404],
  132005: ["Translated text too long", 400],
  132007: ["Template format character policy violated", 400],
  132008: ["Header format mismatch", 400],
  132012: ["Parameter format does not match", 400],
  132015: ["Template is Paused", 400, "Template was paused for low quality."],
  132016: ["Template is Disabled", 400, "Template was disabled for low quality."],
  132018: ["Template validation failed", 400],
  132068: ["Flow is blocked", 400],
  132069: ["Flow is throttled", 400, "10 messages have been sent with this flow in the last hour."],
};

/** Errors of registration and management calls. */
const MANAGEMENT: Record<number, KnownError> = {
  133000: ["Incomplete deregistration", 500, "A previous deregistration attempt failed."],
  133004: ["Server temporarily unavailable", 503],
  133005: ["Two step verification PIN mismatch", 400, "The two-step verification PIN is incorrect."],
  133006: ["Phone number re-verification needed", 400, "Verify the phone number before registering it."],
  133008: ["Too many two step verification PIN guesses", 400, "Try again in 43200 seconds."],
  133009: ["Two step verification PIN guessed too fast", 400],
  133010: [
    "Account not registered",
    400,
    "Phone number is not registered on the WhatsApp Business Platform.",
  ],
  133015: ["Please wait a few minutes before attempting to register this phone number", 400],
  133016: [
    "Account register deregister rate limit exceeded",
    400,
    "There were too many registration or deregistration attempts for this number in a short period of time.",
  ],
  // [mem]: the wire facts have no code for the verification of a number
  136024: ["Request code error", 400],
  136025: ["Verification code could not be confirmed", 400],
  139000: [FLOW, 400],
  139004: [FLOW, 400],
  139100: ["Failed to block/unblock users", 400],
  139101: ["Blocklist limit reached", 400, "The blocklist has reached its 64,000 user limit."],
  139102: ["Blocklist concurrent update", 400],
  139103: ["Internal error", 400],
  147001: ["Username request failed", 400],
  147005: ["Username request failed", 400],
};

/** Codes Meta hides in `error_subcode` behind code 100, with a title and a sentence for the person. */
const SUBCODES: Record<number, KnownError> = {
  2388012: ["Phone number cannot be migrated", 400],
  2388091: ["Phone number cannot be migrated", 400],
  2388093: ["Phone number cannot be migrated", 400],
  2388103: ["Phone number cannot be migrated", 400],
  2494100: ["Phone number is in maintenance mode for migration", 400],
  2388019: ["Message template limit exceeded", 400, "This account has as many templates as it may have."],
  2388023: [
    "Message template language is being deleted",
    400,
    "Try again in 4 weeks, or choose another name.",
  ],
  2388024: [
    "Content in this language already exists",
    400,
    "There is already content in this language for this template.",
  ],
  2388039: ["Template cannot be changed now", 400, "The status of this template does not allow the change."],
  2388040: ["Character limit exceeded", 400],
  2388047: ["Message header format is incorrect", 400],
  2388050: ["Button is not allowed", 400],
  2388072: ["Message body format is incorrect", 400],
  2388073: ["Message footer format is incorrect", 400],
  2388153: ["Button text is not allowed", 400],
  2388293: ["Parameters and words ratio exceeds limit", 400],
  2388299: ["Leading or trailing parameters are not allowed", 400],
  2593107: ["Synchronization was already requested", 400],
  2593108: ["Synchronization is only possible within 24 hours of onboarding", 400],
  2593109: ["The business declined to share its history", 400],
};

const CODES: Readonly<Record<number, KnownError>> = { ...GRAPH, ...MESSAGES, ...TEMPLATES, ...MANAGEMENT };

/** The error behind a code of section 8; null for one nobody has described. */
export function knownError(code: number): KnownError | null {
  return CODES[code] ?? null;
}

/** The error behind a subcode of a management call, or null. */
export function knownSubcode(subcode: number): KnownError | null {
  return SUBCODES[subcode] ?? null;
}

/** Every code that has a title here, codes hidden in `error_subcode` included. */
export function knownCodes(): number[] {
  return [...Object.keys(CODES), ...Object.keys(SUBCODES)].map(Number);
}
