namespace Graft.Imaging.Tests;

/// <summary>What every refusal of an image has: its reason, the image's name and a cure.</summary>
internal static class Refusals
{
    public static ImageException Refused(ImageFault reason, Func<object> decode, string name)
    {
        var refusal = Assert.Throws<ImageException>(decode);
        Assert.Equal(reason, refusal.Reason);
        Assert.Contains(name, refusal.What);
        Assert.NotEmpty(refusal.Cure);
        return refusal;
    }
}
