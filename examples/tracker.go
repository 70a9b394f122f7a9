package examples

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"strconv"
)

//go:embed tracker.csv
var tracker []byte

// Item is one item of the sample of a tracker, invented.
type Item struct {
	Key        string
	Title      string
	Team       int     // 1 to as many as SampleTeams
	Initiative int     // 1 to as many as SampleInitiatives; 0 names none
	Days       float64 // logged on it
	Ago        int     // how many working days ago the last of them was logged
	Done       bool
}

// Tracker is the sample of a tracker: the items of three teams of a small shop, the oldest first.
func Tracker() []Item {
	rows, err := csv.NewReader(bytes.NewReader(tracker)).ReadAll()
	if err != nil {
		panic(err) // the file is embedded
	}
	items := make([]Item, 0, len(rows)-1)
	for _, r := range rows[1:] {
		one := Item{Key: r[0], Title: r[1], Done: r[6] != ""}
		one.Team, _ = strconv.Atoi(r[2]) // tests hold what stands in the columns
		one.Initiative, _ = strconv.Atoi(r[3])
		one.Days, _ = strconv.ParseFloat(r[4], 64)
		one.Ago, _ = strconv.Atoi(r[5])
		items = append(items, one)
	}
	return items
}

// SampleTeam is one team of the sample.
type SampleTeam struct {
	Name   string
	People int
}

// SampleTeams is the teams of the sample.
func SampleTeams() []SampleTeam { return []SampleTeam{{"Shop", 8}, {"Payments", 6}, {"Warehouse", 7}} }

// SampleInitiative is one initiative of the sample: Theme is the place of the theme it serves among those of the organisation,
// 0 for none; Parts is what part of its days each team plans for it.
type SampleInitiative struct {
	Name  string
	Theme int
	Team  int // that owns it
	Parts [3]float64
}

// SampleInitiatives is the initiatives of the sample.
func SampleInitiatives() []SampleInitiative {
	return []SampleInitiative{
		{"Faster checkout", 1, 1, [3]float64{0.5, 0.15, 0}},
		{"Returns in one step", 1, 3, [3]float64{0.15, 0, 0.3}},
		{"Stock you can trust", 2, 3, [3]float64{0, 0.1, 0.4}},
		{"One price list", 3, 2, [3]float64{0.15, 0.3, 0}},
		{"Night run switched off", 0, 2, [3]float64{0, 0.25, 0.2}},
	}
}
