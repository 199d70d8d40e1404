namespace Graft.Networks;

/// <summary>The classes of Pascal VOC in the order of the published segmentation networks' outputs; the first is the background.</summary>
internal static class VocCategories
{
    private const string All =
        "background,aeroplane,bicycle,bird,boat,bottle,bus,car,cat,chair,cow,dining table,dog,horse,motorbike,person,potted plant,sheep,sofa,train,tv monitor";

    /// <summary>All 21 names.</summary>
    public static IReadOnlyList<string> Names { get; } = All.Split(',');
}
