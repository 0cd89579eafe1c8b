/** What Balcão decides, as pure functions over plain data. Times are epoch milliseconds; `now` is always an argument. */
export { triggerChanges, type TriggerChange } from "./bot/changes.ts";
export { wholeTrigger } from "./bot/conditions.ts";
export { decide } from "./bot/decide.ts";
export { botFlow, type Flow, type FlowEdge, type FlowNode } from "./bot/flow.ts";
export { MENU_LIMITS, present } from "./bot/present.ts";
export { triggerProblems, type TriggerProblem } from "./bot/problems.ts";
export { nextSilenceAt } from "./bot/silence.ts";
export { packTrace, unpackTrace, type PackedTrace } from "./bot/trace-pack.ts";
export type * from "./bot/types.ts";
export { factsOf } from "./bot/verify/facts.ts";
export type * from "./bot/verify/findings.ts";
export { verify } from "./bot/verify/verify.ts";
export { whoAnswers, type Answering, type WhoAnswers } from "./bot/who-answers.ts";
export { silenceOf, stretchOf, type Hearing, type Silence } from "./channel/silence.ts";
export { BOT_ACTS, botActs, unanswered } from "./conversation/acts.ts";
export {
  autoMessage,
  brokenMessages,
  calendarOf,
  hoursOf,
  outOfHours,
  textValues,
  type BrokenMessage,
} from "./conversation/auto-message.ts";
export { botStateOf, botStep, LIST_BUTTON, touched, type RunningBot } from "./conversation/bot-step.ts";
export {
  accept,
  agentReply,
  assign,
  beginByAgent,
  forward,
  markRead,
  returnToBot,
  setStatus,
  type CommandOutcome,
  type ForwardOptions,
} from "./conversation/commands.ts";
export { asksEmail, endAsking, isAsked } from "./conversation/email-step.ts";
export { codeIn, emailIn, isEmail } from "./email/address.ts";
export {
  CODE_LASTS_MS,
  type EmailAsk,
  type EmailKnowledge,
  type EmailOutcome,
  type EmailOwner,
  type EmailRules,
  type EmailStanding,
} from "./email/ask.ts";
export * from "./contact/csv.ts";
export * from "./contact/import.ts";
export { onChoiceNoted, standingChoice, type Choice, type ChoiceKind } from "./conversation/choice.ts";
export { onWindowRefused } from "./conversation/wrong-window.ts";
export { mayAnswer } from "./conversation/may-answer.ts";
export { holdAll } from "./conversation/scheduled.ts";
export { blockContact, unblockContact } from "./conversation/block.ts";
export {
  COMPOSED_LIMITS,
  composed,
  compositionProblems,
  type ComposedContent,
  type Composition,
  type CompositionProblem,
} from "./conversation/composed.ts";
export {
  optionsOf,
  previewOf,
  textOf,
  type Beside,
  type Forwarded,
  type MessageContent,
  type Referral,
  type Referred,
} from "./conversation/content.ts";
export {
  INTERACTIVE_LIMITS,
  INTERACTIVE_PARTS,
  type InteractiveAction,
  type InteractiveContent,
  type InteractiveKind,
} from "./conversation/interactive.ts";
export { markUnread, MOST_AT_ONCE, PRIORITIES, printed, relabel, setPriority } from "./conversation/marks.ts";
export {
  MOST_SCHEDULED,
  onScheduledDue,
  reschedule,
  schedule,
  sendScheduledNow,
  unschedule,
} from "./conversation/schedule.ts";
export { dueScheduled, nextScheduledAt } from "./conversation/scheduled.ts";
export { outlastsWindow, scheduleChoices, type ScheduleChoice } from "./conversation/schedule-choices.ts";
export { snooze, snoozeChoices, type SnoozeChoice } from "./conversation/snooze.ts";
export {
  onCustomerMessage,
  onCustomerSign,
  onSurveyAnswer,
  openConversation,
  surveyAnswer,
  type CustomerMessage,
} from "./conversation/customer-message.ts";
export {
  FILE_RULES,
  fileProblem,
  kindOfFile,
  LONGEST_CAPTION,
  MOST_FILE_BYTES,
  plainType,
  readWebp,
  STICKER,
  WEBP_HEAD_BYTES,
  type FileKind,
  type FileProblem,
} from "./files/files.ts";
export {
  businessDue,
  businessTime,
  isOpenAt,
  type BusinessCalendar,
  type Pause,
} from "./hours/business-time.ts";
export {
  holidayOn,
  isOptionalHoliday,
  NATIONAL_HOLIDAYS,
  nationalDates,
  NO_HOLIDAYS,
  USUAL_HOLIDAYS,
  type Holidays,
  type NationalHoliday,
  type OwnHoliday,
} from "./hours/holidays.ts";
export * from "./costs/charge.ts";
export * from "./costs/meter.ts";
export * from "./costs/rates.ts";
export { localTime, momentOf } from "./hours/wall-clock.ts";
export { threadPlace } from "./conversation/thread-place.ts";
export { NOTE_EDIT_MS, noteRefusal, type NoteFacts, type NoteRefusal } from "./conversation/notes.ts";
export { signed } from "./conversation/signature.ts";
export { isEmoji, react, type ReactionOutcome, type ReactionTarget } from "./conversation/reaction.ts";
export type * from "./conversation/types.ts";
export { inactivityClosesAt, nextWake, onTimerDue } from "./conversation/wake.ts";
export {
  digitsOf,
  formatPhone,
  isAreaCode,
  isBsuid,
  matchKey,
  phoneSearchKeys,
  phoneVariants,
  readPhone,
} from "./phone/phone.ts";
export {
  CALL_RULES,
  callsBy,
  isQuiet,
  NEWS_LASTS_MS,
  newsOf,
  type CallRule,
  type News,
  type QuietHours,
} from "./presence/call.ts";
export * from "./presence/presence.ts";
export { secondAnswer, type Begun, type SecondAnswer } from "./presence/second-answer.ts";
export { goesUntil, HELD_MOST_MS, HOLD_UNKNOWN_MS } from "./sending/hold.ts";
export * from "./sending/portfolio.ts";
export { emptyUntil, numberRate, PAIR_RATE, take, tokensAt } from "./sending/pace.ts";
export { onDelivery } from "./sending/status.ts";
export type * from "./sending/types.ts";
export * from "./template/template.ts";
export * from "./template/draft.ts";
export * from "./template/edits.ts";
export { TEMPLATE_LANGUAGES } from "./template/languages.ts";
export * from "./template/life.ts";
export * from "./template/lint.ts";
export { CAROUSEL_CARDS, MOST_CARD_BUTTONS } from "./template/lint-cards.ts";
export { TEMPLATE_LIMITS, type DraftProblem } from "./template/lint-text.ts";
export { cardKey, tappedCard, templatePlaces, variablesOf } from "./template/places.ts";
export { withFixedWords } from "./template/fixed-words.ts";
export type * from "./template/types.ts";
export {
  behindProblems,
  templateKey,
  templatesByKey,
  templatesOfAll,
  type Templates,
} from "./template/behind.ts";
export { canonicalLines } from "./text/canonical.ts";
export { MERGE_UNDO_MS, mergedFacts, unmergedFacts, type MergeFacts } from "./contact/merge.ts";
export {
  checkFieldValue,
  FIELD_KINDS,
  fieldFaults,
  LONGEST_FIELD_LABEL,
  LONGEST_FIELD_TEXT,
  MOST_FIELD_OPTIONS,
  readNumber,
  type FieldDefinition,
  type FieldKind,
  type FieldValue,
} from "./fields/fields.ts";
export { fold } from "./text/fold.ts";
export * from "./text/mentions.ts";
export {
  excerptOf,
  searchTerms,
  spellings,
  wordsOf,
  type ExcerptPart,
  type SearchTerm,
} from "./text/message-search.ts";
export {
  fillText,
  firstNameOf,
  greetingFor,
  placesLeft,
  renderText,
  variableProblems,
  VARIABLES,
  type TextValues,
  type Variable,
  type VariableProblem,
} from "./text/variables.ts";
export {
  OPENED_VARIABLES,
  openingOf,
  openingProblems,
  type OpeningProblem,
  type OpeningTexts,
} from "./ticket/opening.ts";
export { plainFileName } from "./files/file-name.ts";
export { oneLine } from "./text/one-line.ts";
export { visible } from "./text/visible.ts";
export { readPlace, type Place, type PlaceReading } from "./text/place.ts";
export { parseInline, parseWhatsAppText, type Block, type Inline } from "./text/whatsapp-format.ts";
export { isWindowOpen, windowClosesAt, windowLevel, WINDOW_MS } from "./window/service-window.ts";
export { passesScript, playedOutcome } from "./tester/script.ts";
export { witnessSteps } from "./tester/witness.ts";
export * from "./tester/tester.ts";
export {
  categoryPath,
  categoryPlaceFault,
  categoryTree,
  DEEPEST_CATEGORY,
  isCategoryOffered,
  type TicketCategory,
} from "./ticket/categories.ts";
export {
  firstAnswerAt,
  followSla,
  policyFor,
  slaLevel,
  type SlaLevel,
  type SlaPolicy,
  type SlaState,
  type SlaTarget,
  type SlaTicket,
} from "./ticket/sla.ts";
export {
  beginBySetting,
  beginTicket,
  cloneTicket,
  decideTicket,
  mergeTicket,
  type TicketAct,
  type TicketChoices,
  type TicketFact,
  type TicketOutcome,
  type TicketState,
} from "./ticket/ticket.ts";
export {
  NOTICE_OFFERED,
  NOTICE_VARIABLES,
  noticeOf,
  noticeProblems,
  tellStatus,
  type NoticeProblem,
  type TicketNotice,
  type Untold,
} from "./ticket/notice.ts";
export {
  answeredTicket,
  reachesOf,
  resumeTicket,
  type AnswerRule,
  type Awaiting,
  type Reach,
} from "./ticket/telling.ts";
export {
  firstStatus,
  isTicketOver,
  missingStages,
  NEEDED_STAGES,
  takesMore,
  TICKET_STAGES,
  type TicketStage,
  type TicketStatus,
} from "./ticket/workflow.ts";
