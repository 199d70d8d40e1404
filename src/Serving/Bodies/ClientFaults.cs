using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Serving;

/// <summary>Refusals of images in words for who sent them: they have neither the folders nor the flags that the command line speaks of.</summary>
internal static class ClientFaults
{
    public static ImageException Of(ImageException failure, ServingLimits limits) => failure.Reason switch
    {
        ImageFault.NotAnImage => new(failure.Reason, failure.What, Expected(limits), "", failure),
        ImageFault.Unsupported => new(failure.Reason, failure.What, Expected(limits), "Convert it to PNG or JPEG.", failure),
        ImageFault.TooLarge => new(failure.Reason, failure.What, failure.Expected, "Shrink it.", failure),
        _ => new(failure.Reason, failure.What, failure.Expected, "", failure),
    };

    private static string Expected(ServingLimits limits) => limits.AcceptTiff ? "jpeg, png, webp, gif, bmp or tiff was expected."
        : "jpeg, png, webp, gif or bmp was expected.";
}
