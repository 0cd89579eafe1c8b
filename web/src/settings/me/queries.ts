import type { Device, PasskeyList, TwoStep } from "@balcao/api";
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

const TWO_STEP = ["two-step"] as const;

export const useTwoStep = (): UseQueryResult<TwoStep> =>
  useQuery({
    queryKey: TWO_STEP,
    queryFn: () => api<TwoStep>("/api/me/two-step"),
    refetchOnMount: "always",
  });

export const twoStepAgain = (): Promise<void> => queryClient.invalidateQueries({ queryKey: TWO_STEP });

export const PASSKEYS = ["passkeys"] as const;

export const usePasskeys = (): UseQueryResult<PasskeyList> =>
  useQuery({
    queryKey: PASSKEYS,
    queryFn: () => api<PasskeyList>("/api/passkeys"),
    refetchOnMount: "always",
  });

export const passkeysAgain = (): Promise<void> => queryClient.invalidateQueries({ queryKey: PASSKEYS });
