import { useNavigate } from "@tanstack/react-router";

/** Goes to a ticket's page. */
export function useOpenTicket(): (number: number) => void {
  const navigate = useNavigate();
  return (number) => void navigate({ to: "/tickets/$number", params: { number: String(number) } });
}
