import type { Device } from "@balcao/api";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { queryClient } from "../../lib/queries.ts";

const DEVICES = ["devices"] as const;

/** Other devices tell nobody that they are in use: asked for at each visit. */
export const useDevices = (): UseQueryResult<Device[]> =>
  useQuery({
    queryKey: DEVICES,
    queryFn: async () => (await api<{ items: Device[] }>("/api/sessions")).items,
    refetchOnMount: "always",
  });

export const devicesAgain = (): Promise<void> => queryClient.invalidateQueries({ queryKey: DEVICES });
