namespace Graft.Imaging;

/// <summary>A mask file: a value for every pixel, and the colours it is shown in.</summary>
/// <param name="Map">The values as stored; nothing is converted to colours.</param>
/// <param name="Palette">The file's palette; empty when its values are grey levels.</param>
public sealed record IndexedImage(ClassMap Map, IReadOnlyList<(byte Red, byte Green, byte Blue)> Palette);
