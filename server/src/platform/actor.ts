/** Who makes a request: resolved once from the session by the agents module, then plain data for policies. */
export type Actor = {
  accountId: string;
  agentId: string;
  userId: string;
  sessionId: string;
  name: string;
  role: "administrator" | "supervisor" | "agent";
  /** teams this agent is a member of */
  teamIds: string[];
  locale: "pt-BR" | "en";
  /** Visualização de conversas segmentadas: who does not oversee sees nothing that a colleague is answering */
  segmentedView: boolean;
  /** the company asks for a second step at sign-in and this person has none: may set it up, and nothing else */
  owesTwoStep: boolean;
};
