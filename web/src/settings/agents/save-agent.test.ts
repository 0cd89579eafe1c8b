import { TeamUpdate, type Team } from "@balcao/api";
import { expect, it } from "vitest";
import { membershipChanges, withMember } from "./save-agent.ts";

const team = (id: string, memberIds: string[]): Team => ({
  id,
  name: id,
  kind: "whatsapp",
  color: "#0b7567",
  description: "",
  active: true,
  inactivityHours: null,
  businessHours: null,
  memberIds,
  openConversations: 0,
  entryTrigger: null,
  firstContact: false,
  signsReplies: false,
  worksHolidays: false,
  version: 1,
});

it("touches only the teams that somebody joins or leaves", () => {
  const stays = team("stays", ["ana", "bia"]);
  const joins = team("joins", ["bia"]);
  const leaves = team("leaves", ["bia", "ana"]);
  const never = team("never", ["bia"]);
  expect(membershipChanges("ana", ["stays", "joins"], [stays, joins, leaves, never])).toEqual([
    { team: joins, memberIds: ["bia", "ana"] },
    { team: leaves, memberIds: ["bia"] },
  ]);
});

it("leaves all else of a team as it is, whatever a team is made of", () => {
  const proud = { ...team("proud", ["bia"]), signsReplies: true, worksHolidays: true };
  expect(withMember(proud, "ana", true)).toMatchObject({
    signsReplies: true,
    worksHolidays: true,
    memberIds: ["bia", "ana"],
  });
  expect(withMember(proud, "bia", false).memberIds).toEqual([]);
  expect(Object.keys(withMember(proud, "ana", true)).sort()).toEqual(Object.keys(TeamUpdate.shape).sort());
});
