package account

import "strings"

// Device says in words which browser on what a user agent speaks of, so that people know their
// signed-in devices again: "Firefox on Windows".
func Device(userAgent string) string {
	browser, system := firstOf(userAgent, browsers()), firstOf(userAgent, systems())
	switch {
	case browser == "" && system == "":
		return "an unknown device"
	case browser == "":
		return "a browser on " + system
	case system == "":
		return browser
	}
	return browser + " on " + system
}

// sign is a part of a user agent and what it stands for.
type sign struct{ part, word string }

// browsers are in the order in which they must be looked for: most pretend to be those below them.
func browsers() []sign {
	return []sign{
		{"Edg/", "Edge"},
		{"EdgA/", "Edge"},
		{"EdgiOS/", "Edge"},
		{"OPR/", "Opera"},
		{"SamsungBrowser/", "Samsung Internet"},
		{"Vivaldi/", "Vivaldi"},
		{"FxiOS/", "Firefox"},
		{"Firefox/", "Firefox"},
		{"CriOS/", "Chrome"},
		{"HeadlessChrome/", "Chrome"},
		{"Chromium/", "Chromium"},
		{"Chrome/", "Chrome"},
		{"Safari/", "Safari"},
		{"curl/", "curl"},
		{"Wget/", "Wget"},
	}
}

// systems are in the order in which they must be looked for.
func systems() []sign {
	return []sign{
		{"iPhone", "an iPhone"},
		{"iPad", "an iPad"},
		{"Android", "Android"},
		{"Windows", "Windows"},
		{"CrOS", "ChromeOS"},
		{"Mac OS X", "a Mac"},
		{"Macintosh", "a Mac"},
		{"FreeBSD", "FreeBSD"},
		{"Linux", "Linux"},
	}
}

func firstOf(text string, signs []sign) string {
	for _, s := range signs {
		if strings.Contains(text, s.part) {
			return s.word
		}
	}
	return ""
}
