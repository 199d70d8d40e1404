using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Training;

/// <summary>What is on a picture: the target of <see cref="DetectionTask"/>.</summary>
internal sealed record SceneTarget
{
    /// <summary>Objects to learn, in pixels as the network sees the picture; none makes it a negative.</summary>
    public required Box[] Boxes { get; init; }

    /// <summary>Class of each, without a background.</summary>
    public required int[] Labels { get; init; }

    /// <summary>Crowds and difficult objects: neither learned nor taken for background.</summary>
    public Box[] Ignored { get; init; } = [];

    /// <summary>Pixels of each object as the network sees the picture, for networks that draw masks; null without.</summary>
    public Mask[]? Masks { get; init; }

    /// <summary>Pixels of the network's input per pixel of the picture, across and down.</summary>
    public (double X, double Y) Scale { get; init; } = (1, 1);

    /// <summary>Size of the picture itself.</summary>
    public (int Width, int Height) Picture { get; init; }

    /// <summary>Size of the picture in the network's pixels, at most that of the input; of the input where the picture's own is not known.</summary>
    internal (int Height, int Width) SizeIn((int Height, int Width) input) => Picture.Width < 1 || Picture.Height < 1 ? input
        : (Math.Min(input.Height, (int)Math.Round(Picture.Height * Scale.Y)), Math.Min(input.Width, (int)Math.Round(Picture.Width * Scale.X)));

    /// <summary>Everything on it in the picture's own pixels, to compare detections with.</summary>
    public IReadOnlyList<ObjectAnnotation> Truth { get; init; } = [];

    /// <summary>Detections in the network's pixels as ones in the picture's own, with their masks pasted.</summary>
    public IReadOnlyList<Detection> ToPicture(IReadOnlyList<Detection> found) => Detection.InPicture(found, Scale, Picture);
}
