import {
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from "@mantine/core";

const balcao: MantineColorsTuple = [
  "#e6f5f1",
  "#cfeae3",
  "#a3d8cb",
  "#74c5b2",
  "#4fb59e",
  "#3fc2ac",
  "#1b8f7d",
  "#0b7567",
  "#095f54",
  "#064a41",
];

const red: MantineColorsTuple = [
  "#fdecea",
  "#f9d5d1",
  "#f3b0a9",
  "#ee8b81",
  "#f0776a",
  "#ff9c91",
  "#c4281b",
  "#b42318",
  "#961c13",
  "#7a160f",
];

/** Mantine in Balcão's colours. Own screens read the tokens of styles/tokens.css. */
export const theme = createTheme({
  primaryColor: "balcao",
  primaryShade: { light: 7, dark: 5 },
  colors: { balcao, red },
  // the library's own contrast looks at the light theme's shade only: white on the dark theme's teal was 2.2 to 1
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input);
    return input.variant === "filled" ? { ...colors, color: "var(--on-accent)" } : colors;
  },
  fontFamily: "var(--font)",
  fontFamilyMonospace: "var(--font-mono)",
  headings: { fontFamily: "var(--font)", fontWeight: "650" },
  defaultRadius: "md",
  cursorType: "pointer",
  components: {
    // the menu's placeholder for focus is no menu item; a drawer's header is no banner of the page
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Drawer: { defaultProps: { attributes: { header: { role: "none" } } } },
  },
  respectReducedMotion: true,
});

const shared = {
  "--mantine-color-body": "var(--surface)",
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-dimmed": "var(--ink-3)",
  "--mantine-color-placeholder": "var(--ink-3)",
  "--mantine-color-anchor": "var(--accent-ink)",
  "--mantine-color-error": "var(--danger)",
  "--mantine-color-default": "var(--surface)",
  "--mantine-color-default-hover": "var(--sunken)",
  "--mantine-color-default-color": "var(--ink)",
  "--mantine-color-default-border": "var(--line-strong)",
  // the library's own takes the next darker shade, on which the dark theme's dark letters are too faint
  "--mantine-color-balcao-filled-hover": "var(--accent-hover)",
  "--mantine-primary-color-light-color": "var(--accent-ink)",
};

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: shared,
  // the library's greys are neutral; ours lean to the green of the ground
  dark: {
    ...shared,
    "--mantine-color-dark-4": "var(--line-strong)",
    "--mantine-color-dark-5": "var(--line-strong)",
    "--mantine-color-dark-6": "var(--sunken)",
  },
});
