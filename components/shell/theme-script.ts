export const themeKey = "standby-theme";

/**
 * Runs before the first paint, so that no page flashes in the wrong theme: the saved choice, else what the system
 * prefers.
 */
export const themeScript = `(function(){var c=null;try{c=localStorage.getItem("${themeKey}")}catch(e){}
var dark=c==="dark"||(c!=="light"&&matchMedia("(prefers-color-scheme: dark)").matches);
document.documentElement.dataset.theme=dark?"dark":"light"})()`;
