// Runs before the first paint, so that no page flashes in the wrong theme
// and no table flashes that the chart switch will hide.
const root = document.documentElement;
root.dataset.js = '';
try {
  const t = localStorage.getItem('throughline.theme');
  if (t === 'light' || t === 'dark') root.dataset.theme = t;
} catch { /* storage may be forbidden; then the system's theme stays */ }
