namespace Graft.Networks;

/// <summary>The categories of COCO (arXiv:1405.0312) by the numbers that published detectors answer with: 1 to 90, of which ten are not used.</summary>
internal static class CocoCategories
{
    /// <summary>What a number without a category is called.</summary>
    public const string Unused = "unused";

    private const string All = """
        person,bicycle,car,motorcycle,airplane,bus,train,truck,boat,traffic light,fire hydrant,,stop sign,parking meter,bench,bird,cat,dog,horse,sheep,
        cow,elephant,bear,zebra,giraffe,,backpack,umbrella,,,handbag,tie,suitcase,frisbee,skis,snowboard,sports ball,kite,baseball bat,baseball glove,
        skateboard,surfboard,tennis racket,bottle,,wine glass,cup,fork,knife,spoon,bowl,banana,apple,sandwich,orange,broccoli,carrot,hot dog,pizza,donut,
        cake,chair,couch,potted plant,bed,,dining table,,,toilet,,tv,laptop,mouse,remote,keyboard,cell phone,microwave,oven,toaster,
        sink,refrigerator,,book,clock,vase,scissors,teddy bear,hair drier,toothbrush
        """;

    /// <summary>Names of the numbers 1 to 90; unused ones have a name of their own, so that none comes twice.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. All.ReplaceLineEndings("").Split(',').Select((name, i) => name.Trim() is { Length: > 0 } category ? category : $"{Unused} {i + 1}")];
}
