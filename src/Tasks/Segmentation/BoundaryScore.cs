using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>
/// F-score of polygons (Csurka, Larlus and Perronnin, BMVC 2013): the share of predicted polygon pixels near a true one, and
/// the share of true ones near a predicted one. What lies along pixels that do not count is no polygon.
/// </summary>
internal static class BoundaryScore
{
    /// <summary>Fills in the score of each class; NaN stays where a class has no polygon in either map.</summary>
    public static void Of(ClassMap truth, ClassMap predicted, double tolerance, double[] scores)
    {
        var radius = Math.Max(1, (int)Math.Round(tolerance * Math.Sqrt((double)truth.Width * truth.Width + (double)truth.Height * truth.Height)));
        var field = new EdgeDistance(truth.Width, truth.Height, radius);
        var (trueEdges, foundEdges) = (Edges(truth, truth, scores.Length), Edges(predicted, truth, scores.Length));
        for (var label = 0; label < scores.Length; label++)
        {
            var (real, found) = (trueEdges[label], foundEdges[label]);
            if (real.Count + found.Count == 0) continue;
            var precision = field.ShareNear(found, real);
            var recall = field.ShareNear(real, found);
            scores[label] = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
        }
    }

    /// <summary>Pixels of each class that have a neighbour of another, both of which count.</summary>
    private static List<int>[] Edges(ClassMap map, ClassMap truth, int classes)
    {
        var edges = new List<int>[classes];
        for (var label = 0; label < classes; label++) edges[label] = [];
        for (var y = 0; y < map.Height; y++)
            for (var x = 0; x < map.Width; x++)
            {
                var at = y * map.Width + x;
                if (truth.Values[at] == ClassMap.Ignore) continue;
                var own = map.Values[at];
                var isEdge = (x > 0 && Differs(at - 1, own)) || (x + 1 < map.Width && Differs(at + 1, own))
                    || (y > 0 && Differs(at - map.Width, own)) || (y + 1 < map.Height && Differs(at + map.Width, own));
                if (isEdge) edges[own].Add(at);
            }
        return edges;

        bool Differs(int at, byte own) => truth.Values[at] != ClassMap.Ignore && map.Values[at] != own;
    }
}
