using Graft.Networks;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace Graft.Training;

/// <summary>A map cut into windows, and put together again.</summary>
internal static class Windows
{
    /// <summary>N x H x W x C to (N windows) x tokens x C.</summary>
    public static torch.Tensor Apart(WindowPlan plan, torch.Tensor pixels)
    {
        var (count, channels) = (pixels.size(0), pixels.size(3));
        if (plan.IsPadded) pixels = functional.pad(pixels, [0, 0, 0, plan.PaddedWidth - plan.Width, 0, plan.PaddedHeight - plan.Height]);
        if (plan.IsShifted) pixels = pixels.roll([-plan.ShiftDown, -plan.ShiftRight], [1, 2]);
        var parts = plan.IsGrid
            ? pixels.reshape(count, plan.Side, plan.Rows, plan.Side, plan.Columns, channels).permute(0, 2, 4, 1, 3, 5)
            : pixels.reshape(count, plan.Rows, plan.Side, plan.Columns, plan.Side, channels).permute(0, 1, 3, 2, 4, 5);
        return parts.reshape(-1, plan.Side * plan.Side, channels);
    }

    /// <summary>The way back: to N x H x W x C.</summary>
    public static torch.Tensor Together(WindowPlan plan, torch.Tensor windows, long count)
    {
        var channels = windows.size(2);
        var parts = windows.view(count, plan.Rows, plan.Columns, plan.Side, plan.Side, channels).permute(plan.IsGrid ? [0, 3, 1, 4, 2, 5] : [0, 1, 3, 2, 4, 5]);
        var pixels = parts.reshape(count, plan.PaddedHeight, plan.PaddedWidth, channels);
        if (plan.IsShifted) pixels = pixels.roll([plan.ShiftDown, plan.ShiftRight], [1, 2]);
        return plan.IsPadded ? pixels.narrow(1, 0, plan.Height).narrow(2, 0, plan.Width) : pixels;
    }
}
