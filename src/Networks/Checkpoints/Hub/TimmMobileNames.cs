using System.Globalization;

namespace Graft.Networks;

/// <summary>timm's names for networks of inverted bottlenecks, from torchvision's.</summary>
internal static class TimmMobileNames
{
    private static readonly int[] V2Depths = [1, 2, 3, 4, 3, 3, 1];

    public static string? V2(string[] name)
    {
        switch (name)
        {
            case ["features", var layer, "conv", .. var rest]:
                var (run, block) = Place(int.Parse(layer, CultureInfo.InvariantCulture));
                // The last two, convolution and norm, are not in a module of their own.
                int[] at = [.. rest.SkipLast(1).Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
                var (part, isNorm) = at.Length == 2 ? (at[0], at[1] == 1) : run == 0 ? (1, at[0] == 2) : (2, at[0] == 3);
                return $"blocks.{run}.{block}.{Layer(part, isNorm, hasExpansion: run > 0)}.{rest[^1]}";
            default:
                return Ends(name);
        }
    }

    public static string? EfficientNet(string[] name) => name switch
    {
        ["features", var stage, var block, "block", _, ("fc1" or "fc2") and var part, var end] =>
            $"blocks.{Run(stage)}.{block}.se.{(part == "fc1" ? "conv_reduce" : "conv_expand")}.{end}",
        // The second of four (of three without an expansion) is the squeeze and excitation.
        ["features", var stage, var block, "block", var part, var index, var end] =>
            $"blocks.{Run(stage)}.{block}.{Layer(part switch { "3" => 2, "2" when stage == "1" => 1, _ => part[0] - '0' }, index == "1", stage != "1")}.{end}",
        _ => Ends(name),
    };

    private static string? Ends(string[] name) => name switch
    {
        ["features", "0", var part, var end] => $"{(part == "0" ? "conv_stem" : "bn1")}.{end}",
        ["features", _, var part, var end] => $"{(part == "0" ? "conv_head" : "bn2")}.{end}",
        ["classifier", "1", var end] => $"classifier.{end}",
        _ => null,
    };

    // Expansion, depthwise, projection; without the first the projection is called as the expansion otherwise is.
    private static string Layer(int part, bool isNorm, bool hasExpansion)
    {
        if (isNorm) return $"bn{part + 1}";
        return hasExpansion ? part switch { 0 => "conv_pw", 1 => "conv_dw", _ => "conv_pwl" } : part == 0 ? "conv_dw" : "conv_pw";
    }

    private static int Run(string stage) => int.Parse(stage, CultureInfo.InvariantCulture) - 1;

    private static (int Run, int Block) Place(int layer)
    {
        var (run, block) = (0, layer - 1);
        while (block >= V2Depths[run]) block -= V2Depths[run++];
        return (run, block);
    }
}
