using System.Numerics.Tensors;
using Graft.Networks;

namespace Graft;

/// <summary>The straight line between two states of one network.</summary>
internal static class ParameterBlend
{
    /// <summary>start + share * (end - start), tensor by tensor.</summary>
    /// <param name="start">Parameters training began with.</param>
    /// <param name="end">Parameters of the same names and shapes that it ended with.</param>
    /// <param name="share">0 gives the start, 1 the end.</param>
    public static ParameterSet Of(ParameterSet start, ParameterSet end, double share)
    {
        var blend = new ParameterSet();
        foreach (var (name, tuned) in end)
        {
            var values = new float[tuned.Data.Length];
            TensorPrimitives.Lerp(start[name].Data, tuned.Data, (float)share, values);
            blend.Set(name, tuned with { Data = values });
        }
        return blend;
    }
}
