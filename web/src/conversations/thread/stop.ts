import { createContext, useContext } from "react";

/** Is this message the one the arrows stand on? Only then Tab goes into what it holds. */
export const StopContext = createContext(true);
export const useIsStop = (): boolean => useContext(StopContext);
