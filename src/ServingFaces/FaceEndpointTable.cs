using Graft.Serving;

namespace Graft.ServingFaces;

/// <summary>Every address of faces and galleries.</summary>
internal static class FaceEndpointTable
{
    public static IReadOnlyList<ServingEndpoint> Of(ServedFaces faces) =>
    [
        new FindFacesEndpoint(faces, "detect", KeyScope.Faces),
        new FindFacesEndpoint(faces, "represent", KeyScope.Descriptors),
        new CompareFacesEndpoint(faces),
        new GalleriesEndpoint(faces),
        new GalleryEndpoint(faces),
        new IdentifyEndpoint(faces),
        new SearchEndpoint(faces),
        new PersonsEndpoint(faces),
        new AddSamplesEndpoint(faces),
        new RemovePersonEndpoint(faces),
        new CompreFaceRecognizeEndpoint(faces),
        new CompreFaceAddEndpoint(faces),
        new CompreFaceSubjectsEndpoint(faces),
        new CompreFaceRemoveEndpoint(faces),
        new CompreFaceVerifyEndpoint(faces),
        new CompreFaceDetectEndpoint(faces),
    ];
}
