package stat

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// A binary message that each layer turns round with chance 0.1 loses its information early.
func TestMutualInformationOfACascade(t *testing.T) {
	var v struct {
		Flip    float64 `json:"per_layer_flip"`
		Cascade []struct {
			Layers int     `json:"layers"`
			Flip   float64 `json:"flip"`
			Bits   float64 `json:"mutual_information_bits"`
		} `json:"cascade"`
	}
	vector(t, "m01_dpi_bsc", &v)
	if len(v.Cascade) != 6 {
		t.Fatalf("%d layers, want 6", len(v.Cascade))
	}
	joint := [][]float64{{0.5, 0}, {0, 0.5}}
	for i, c := range v.Cascade {
		if c.Layers != i {
			t.Fatalf("layer %d out of order", c.Layers)
		}
		near(t, fmt.Sprintf("turned after %d layers", i), joint[0][1]*2, c.Flip, exact)
		nearNumber(t, fmt.Sprintf("bits after %d layers", i), MutualInformation(joint), c.Bits, exact)
		joint = throughChannel(joint, v.Flip)
	}
}

// throughChannel sends the columns of a 2 × 2 joint table through a channel that turns them round with chance f.
func throughChannel(joint [][]float64, f float64) [][]float64 {
	out := make([][]float64, 2)
	for i, r := range joint {
		out[i] = []float64{r[0]*(1-f) + r[1]*f, r[1]*(1-f) + r[0]*f}
	}
	return out
}

func TestInformationEdges(t *testing.T) {
	nearNumber(t, "same", JensenShannon([]float64{1, 3}, []float64{2, 6}), 0, exact)
	nearNumber(t, "apart", JensenShannon([]float64{1, 0}, []float64{0, 1}), 1, exact)
	unknown(t, "nothing", JensenShannon([]float64{0}, []float64{1}))
	nearNumber(t, "independent", MutualInformation([][]float64{{1, 2}, {2, 4}}), 0, exact)
	unknown(t, "nothing", MutualInformation(nil))
	unknown(t, "ragged", MutualInformation([][]float64{{1, 2}, {2}}))
	unknown(t, "negative", MutualInformation([][]float64{{-1, 2}}))
}

// If a layer sees only the layer above, it cannot know more about the statement.
func TestProcessingNeverAddsInformation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.SliceOfN(rapid.Float64Range(0.01, 1), 4, 4).Draw(t, "joint")
		joint := [][]float64{w[:2], w[2:]}
		f := rapid.Float64Range(0, 1).Draw(t, "flip")
		before, after := MutualInformation(joint), MutualInformation(throughChannel(joint, f))
		if after.X > before.X+exact {
			t.Fatalf("information rose from %v to %v", before, after)
		}
	})
}
